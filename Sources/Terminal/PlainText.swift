/// The readable text of a terminal stream: control sequences and carriage returns removed,
/// backspaces carried out. Line feeds and tabs stay.
public struct PlainText: Sendable {
    /// The text so far, as valid UTF-8 when the stream was.
    public private(set) var bytes: [UInt8] = []
    private var scanner = ControlSequences()

    /// An empty text.
    public init() {}

    /// The text of a whole stream.
    public static func of(_ stream: some Sequence<UInt8>) -> String {
        var plain = PlainText()
        plain.take(stream)
        return String(decoding: plain.bytes, as: UTF8.self)
    }

    /// Takes the next bytes.
    public mutating func take(_ stream: some Sequence<UInt8>) {
        for byte in stream {
            guard case .text(let text) = scanner.take(byte) else { continue }
            switch text {
            case 0x0A, 0x09: bytes.append(text)
            case 0x08: eraseCharacter()
            case 0x00..<0x20, 0x7F: break
            default: bytes.append(text)
            }
        }
    }

    private mutating func eraseCharacter() {
        guard let last = bytes.last, last != 0x0A else { return }
        while let byte = bytes.popLast(), byte & 0xC0 == 0x80 {}
    }
}
