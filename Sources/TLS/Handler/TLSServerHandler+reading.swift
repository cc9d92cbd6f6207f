import NIOCore

extension TLSServerHandler {
    /// Takes ciphertext: goes on with the handshake, hands plaintext on.
    public func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        var rest = unwrapInboundIn(data)
        // In parts, so that what is decrypted at a time is bounded whatever comes.
        while isListening {
            let count = min(rest.readableBytes, TLSLimits.inputBytesMax)
            guard count > 0, let part = rest.readSlice(length: count) else { return }
            connection.feed(part)
            if case .handshaking = state { shakeHands(context, count) }
            if case .handshaking = state { continue }
            if isListening { decrypt(context) }
        }
    }

    /// Asks for more where what came was not for the application.
    public func channelReadComplete(context: ChannelHandlerContext) {
        context.fireChannelReadComplete()
        switch state {
        case .handshaking, .closing: context.read()
        case .open where isReadWanted: context.read()
        case .waiting, .open, .over: break
        }
    }

    /// The application asks for more.
    public func read(context: ChannelHandlerContext) {
        isReadWanted = true
        context.read()
    }

    /// Whether what comes is of interest: after the peer's end nothing is.
    private var isListening: Bool {
        switch state {
        case .handshaking, .open(isInputOpen: true, _): true
        case .closing(let closing): !closing.isAnswered
        case .waiting, .open, .over: false
        }
    }

    private func shakeHands(_ context: ChannelHandlerContext, _ count: Int) {
        handshakeBytes += count
        guard handshakeBytes <= TLSLimits.handshakeBytesMax else {
            fail(context, .handshakeTooLarge)
            return
        }
        switch connection.handshake() {
        case .done: open(context)
        case .needsInput: sendAnswers(context)
        case .ended: fail(context, .leftDuringHandshake)
        case .failed(let error): fail(context, error)
        }
    }

    private func open(_ context: ChannelHandlerContext) {
        guard case .handshaking(let timeout) = state else { return }
        timeout.cancel()
        sendAnswers(context)
        guard case .handshaking = state else { return }
        state = .open(isInputOpen: true, isOutputOpen: true)
        let session = connection.session
        self.session = session
        context.fireUserInboundEventTriggered(session)
        encryptFlushed(context)
    }

    private func decrypt(_ context: ChannelHandlerContext) {
        var plaintext = context.channel.allocator.buffer(capacity: 0)
        var step: TLSConnection.Step
        repeat { step = connection.decrypt(into: &plaintext) } while step == .done
        sendAnswers(context)
        if case .open = state, plaintext.readableBytes > 0 {
            isReadWanted = false
            context.fireChannelRead(wrapInboundOut(plaintext))
        }
        switch step {
        case .done, .needsInput: break
        case .ended: ended(context)
        case .failed(let error): fail(context, error)
        }
    }

    /// Sends what the peer's records made the library answer.
    private func sendAnswers(_ context: ChannelHandlerContext) {
        guard let bytes = connection.takeOutput(context.channel.allocator) else { return }
        let count = bytes.readableBytes
        controlBytes += count
        let promise = context.eventLoop.makePromise(of: Void.self)
        promise.futureResult.assumeIsolated().whenComplete { _ in self.controlBytes -= count }
        context.writeAndFlush(wrapOutboundOut(bytes), promise: promise)
        if controlBytes > TLSLimits.controlBytesMax { fail(context, .answersNotTaken) }
    }

    /// The peer has said that it sends no more.
    private func ended(_ context: ChannelHandlerContext) {
        switch state {
        case .open(isInputOpen: true, let isOutputOpen):
            state = .open(isInputOpen: false, isOutputOpen: isOutputOpen)
            // A channel that does not know the option has no halves to close.
            let isHalf = try? context.channel.syncOptions?.getOption(.allowRemoteHalfClosure)
            if isHalf == true, isOutputOpen {
                context.fireUserInboundEventTriggered(ChannelEvent.inputClosed)
            } else {
                closeBoth(context, nil)
            }
        case .closing: answered(context)
        case .waiting, .handshaking, .open, .over: break
        }
    }
}
