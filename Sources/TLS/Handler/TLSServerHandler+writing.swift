import NIOCore

extension TLSServerHandler {
    /// Takes plaintext. It is encrypted when it is flushed, or when much of it waits.
    public func write(
        context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?
    ) {
        switch state {
        case .waiting, .handshaking:
            queue.append(unwrapOutboundIn(data), promise)
            if queue.bytesCount > TLSLimits.earlyOutputBytesMax {
                fail(context, .tooMuchWrittenEarly)
            }
        case .open(_, isOutputOpen: true):
            queue.append(unwrapOutboundIn(data), promise)
            guard queue.unflushedBytesCount >= TLSLimits.outputBytesMax else { return }
            // The channel has to know of it to say that it is no longer writable.
            queue.flush()
            writeWhileWritable(context)
        case .open(_, isOutputOpen: false): promise?.fail(ChannelError.outputClosed)
        case .closing, .over: promise?.fail(ChannelError.ioOnClosedChannel)
        }
    }

    /// Encrypts and sends what was written.
    public func flush(context: ChannelHandlerContext) {
        queue.flush()
        encryptFlushed(context)
    }

    /// Goes on with what waited for the peer to take more.
    public func channelWritabilityChanged(context: ChannelHandlerContext) {
        if context.channel.isWritable { encryptFlushed(context) }
        context.fireChannelWritabilityChanged()
    }

    /// Encrypts and sends what may be sent, as long as the channel takes it.
    func encryptFlushed(_ context: ChannelHandlerContext) {
        repeat {
            writeWhileWritable(context)
            context.flush()
        } while canWrite(context)
    }

    /// Encrypts and sends all that may be sent, whether the channel is writable or not.
    func encryptAll(_ context: ChannelHandlerContext) {
        while let batch = queue.nextBatch(), encrypt(context, batch) {}
    }

    private func canWrite(_ context: ChannelHandlerContext) -> Bool {
        guard case .open(_, isOutputOpen: true) = state else { return false }
        return !isEncrypting && queue.hasFlushed && context.channel.isWritable
    }

    private func writeWhileWritable(_ context: ChannelHandlerContext) {
        while canWrite(context), let batch = queue.nextBatch() {
            // Writing changes writability, which comes back here.
            isEncrypting = true
            defer { isEncrypting = false }
            guard encrypt(context, batch) else { return }
        }
    }

    private func encrypt(_ context: ChannelHandlerContext, _ batch: WriteQueue.Batch) -> Bool {
        if case .failed(let error) = connection.encrypt(batch.bytes) {
            for promise in batch.promises { promise.fail(error) }
            fail(context, error)
            return false
        }
        let bytes = connection.takeOutput(context.channel.allocator) ?? ByteBuffer()
        context.write(wrapOutboundOut(bytes), promise: joined(batch.promises, context.eventLoop))
        return true
    }

    /// One promise that keeps all of them.
    private func joined(
        _ promises: [EventLoopPromise<Void>], _ eventLoop: any EventLoop
    ) -> EventLoopPromise<Void>? {
        guard promises.count > 1 else { return promises.first }
        let joined = eventLoop.makePromise(of: Void.self)
        joined.futureResult.whenComplete { result in
            for promise in promises { promise.completeWith(result) }
        }
        return joined
    }
}
