import NIOCore

/// Tells of a connection once: that it is open, from when on it is known where it comes from, or
/// that it ended before it was. The last handler of the pipeline.
final class Doorbell: ChannelInboundHandler {
    typealias InboundIn = Never

    private var ring: ((_ isOpen: Bool) -> Void)?

    init(_ ring: @escaping (_ isOpen: Bool) -> Void) { self.ring = ring }

    func channelActive(context: ChannelHandlerContext) {
        context.fireChannelActive()
        tell(true)
    }

    func handlerRemoved(context: ChannelHandlerContext) { tell(false) }

    private func tell(_ isOpen: Bool) {
        let ring = self.ring
        self.ring = nil
        ring?(isOpen)
    }
}
