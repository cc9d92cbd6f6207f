/// One message of a `text/event-stream`.
public struct ServerSentEvent: Hashable, Sendable {
    /// What `Last-Event-ID` says to go on after it; nil: the id of an earlier message holds.
    public var id: String?
    /// Kind of message.
    public var event: String
    /// Payload; its lines are joined by line feeds.
    public var data: String

    /// Makes a message.
    public init(id: String?, event: String, data: String) {
        self.id = id
        self.event = event
        self.data = data
    }

    /// What a sender writes from time to time so that both sides see that the other one lives.
    public static let keepAlive = ": keep-alive\n\n"

    /// As the stream carries it.
    public var text: String {
        var text = ""
        if let id { text += "id: \(Self.line(id))\n" }
        text += "event: \(Self.line(event))\n"
        for line in data.split(
            omittingEmptySubsequences: false, whereSeparator: \.isNewlineOfStream)
        {
            text += "data: \(line)\n"
        }
        return text + "\n"
    }

    private static func line(_ text: String) -> String {
        String(text.filter { !$0.isNewlineOfStream && $0 != "\0" })
    }
}

extension Character {
    fileprivate var isNewlineOfStream: Bool { self == "\n" || self == "\r" || self == "\r\n" }
}

/// Takes the bytes of a `text/event-stream` as they come and gives its messages.
public struct ServerSentEventParser: Sendable {
    /// A message was longer than ``APILimits/eventBytesMax``.
    public struct TooLong: Error {}

    private var line: [UInt8] = []
    private var id: String?
    private var event = ""
    private var data: [String] = []
    private var bytes = 0
    private var skipsLineFeed = false

    /// At the beginning of a stream.
    public init() {}

    /// The messages that these bytes complete.
    public mutating func feed(
        _ chunk: some Sequence<UInt8>
    ) throws(TooLong) -> [ServerSentEvent] {
        var messages: [ServerSentEvent] = []
        for byte in chunk {
            let isSecondHalf = skipsLineFeed && byte == 0x0A
            skipsLineFeed = false
            if isSecondHalf { continue }
            guard byte == 0x0A || byte == 0x0D else {
                bytes += 1
                guard bytes <= APILimits.eventBytesMax else { throw TooLong() }
                line.append(byte)
                continue
            }
            skipsLineFeed = byte == 0x0D
            if let message = endLine() { messages.append(message) }
        }
        return messages
    }

    private mutating func endLine() -> ServerSentEvent? {
        defer { line.removeAll(keepingCapacity: true) }
        guard !line.isEmpty else { return endMessage() }
        let colon = line.firstIndex(of: UInt8(ascii: ":")) ?? line.endIndex
        var value = line[min(colon + 1, line.endIndex)...]
        if value.first == UInt8(ascii: " ") { value = value.dropFirst() }
        let text = String(decoding: value, as: UTF8.self)
        switch String(decoding: line[..<colon], as: UTF8.self) {
        case "id": id = text
        case "event": event = text
        case "data": data.append(text)
        default: break
        }
        return nil
    }

    private mutating func endMessage() -> ServerSentEvent? {
        defer {
            (id, event, bytes) = (nil, "", 0)
            data.removeAll(keepingCapacity: true)
        }
        guard !data.isEmpty else { return nil }
        return ServerSentEvent(
            id: id, event: event.isEmpty ? "message" : event, data: data.joined(separator: "\n"))
    }
}
