import NIOCore

extension TLSServerHandler {
    /// Ends the output, or both directions.
    public func close(
        context: ChannelHandlerContext, mode: CloseMode, promise: EventLoopPromise<Void>?
    ) {
        switch mode {
        case .output: closeOutput(context, promise)
        case .all: closeBoth(context, promise)
        case .input: promise?.fail(ChannelError.operationUnsupported)
        }
    }

    /// Sends what was flushed, says our end, and goes on reading.
    private func closeOutput(_ context: ChannelHandlerContext, _ promise: EventLoopPromise<Void>?) {
        switch state {
        case .open(let isInputOpen, isOutputOpen: true):
            guard isInputOpen else {
                closeBoth(context, promise)
                return
            }
            encryptAll(context)
            guard case .open = state else {
                promise?.fail(ChannelError.ioOnClosedChannel)
                return
            }
            state = .open(isInputOpen: isInputOpen, isOutputOpen: false)
            for promise in queue.removeAll() { promise.fail(ChannelError.outputClosed) }
            sayEnd(context, promise)
            context.fireUserInboundEventTriggered(ChannelEvent.outputClosed)
        case .open(_, isOutputOpen: false): promise?.fail(ChannelError.outputClosed)
        case .waiting, .handshaking, .closing, .over: closeBoth(context, promise)
        }
    }

    /// Sends what was flushed, says our end, waits for the peer's, and closes the channel; after
    /// `TLSLimits.closeTimeout` in any case.
    func closeBoth(_ context: ChannelHandlerContext, _ promise: EventLoopPromise<Void>?) {
        switch state {
        case .waiting, .handshaking, .over:
            finish(writesFailWith: ChannelError.ioOnClosedChannel)
            context.close(mode: .all, promise: promise)
        case .closing(let closing):
            if let promise { closing.promise.futureResult.cascade(to: promise) }
        case .open(let isInputOpen, let isOutputOpen):
            if isOutputOpen { encryptAll(context) }
            guard case .open = state else {
                promise?.fail(ChannelError.ioOnClosedChannel)
                return
            }
            for promise in queue.removeAll() { promise.fail(ChannelError.ioOnClosedChannel) }
            beginClosing(context, promise, isInputOpen: isInputOpen, isOutputOpen: isOutputOpen)
        }
    }

    /// The peer's end has come.
    func answered(_ context: ChannelHandlerContext) {
        guard case .closing(var closing) = state else { return }
        closing.isAnswered = true
        state = .closing(closing)
        closeWhenDone(context)
    }

    private func beginClosing(
        _ context: ChannelHandlerContext, _ promise: EventLoopPromise<Void>?, isInputOpen: Bool,
        isOutputOpen: Bool
    ) {
        let timeout = schedule(context, in: TLSLimits.closeTimeout) { handler, context in
            context.close(
                mode: .all, promise: handler.finish(writesFailWith: ChannelError.eof))
        }
        let closed = promise ?? context.eventLoop.makePromise(of: Void.self)
        state = .closing(Closing(timeout: timeout, promise: closed, isAnswered: !isInputOpen))
        let sent = context.eventLoop.makePromise(of: Void.self)
        // A failure to send is the end of the channel, which is what was asked for.
        sent.futureResult.assumeIsolated().whenComplete { _ in
            guard case .closing(var closing) = self.state else { return }
            closing.isSent = true
            self.state = .closing(closing)
            self.closeWhenDone(context)
        }
        if isOutputOpen {
            sayEnd(context, sent)
        } else {
            context.writeAndFlush(wrapOutboundOut(ByteBuffer()), promise: sent)
        }
        // Nobody else asks for what the peer still sends.
        if case .closing = state { context.read() }
    }

    private func sayEnd(_ context: ChannelHandlerContext, _ promise: EventLoopPromise<Void>?) {
        connection.end()
        let bytes = connection.takeOutput(context.channel.allocator) ?? ByteBuffer()
        context.writeAndFlush(wrapOutboundOut(bytes), promise: promise)
    }

    private func closeWhenDone(_ context: ChannelHandlerContext) {
        guard case .closing(let closing) = state, closing.isSent, closing.isAnswered else { return }
        let promise = finish(writesFailWith: ChannelError.ioOnClosedChannel)
        context.close(mode: .all, promise: promise)
    }
}
