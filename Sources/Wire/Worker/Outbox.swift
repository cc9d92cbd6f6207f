/// A worker's messages on their way: numbered when they are made, kept until the daemon has stored
/// them, given again when it asks.
public struct Outbox: Sendable {
    /// Messages that are not acknowledged, in their order.
    public private(set) var unacknowledged: [WorkerMessage] = []
    private var last = 0

    /// An outbox of a new lease.
    public init() {}

    /// Whether too much waits for an acknowledgement; nothing new may be begun then.
    public var isFull: Bool { unacknowledged.count >= WorkerLimits.unacknowledgedMax }

    /// The message to send for a frame.
    public mutating func message(_ frame: WorkerFrame) -> WorkerMessage {
        guard frame.isKept else { return WorkerMessage(number: 0, frame: frame) }
        last += 1
        let message = WorkerMessage(number: last, frame: frame)
        unacknowledged.append(message)
        return message
    }

    /// All messages up to this number are stored. Numbers that were never given are ignored.
    public mutating func acknowledge(through number: Int) {
        unacknowledged.removeAll { $0.number <= number }
    }
}
