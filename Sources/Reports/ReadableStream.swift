import Terminal

/// A terminal stream as text that can be read and printed: without control sequences, backspaces
/// carried out. Takes bytes as they come.
public struct ReadableStream: Sendable {
    private var plain = PlainText()
    private var taken = 0

    /// At the beginning of a stream.
    public init() {}

    /// The lines that these bytes complete, with their line feeds.
    public mutating func take(_ bytes: some Sequence<UInt8>) -> String {
        for byte in bytes {
            plain.take(CollectionOfOne(byte))
            // What was shown already stays, but what replaces it is shown too.
            taken = min(taken, plain.bytes.count)
        }
        let fresh = plain.bytes[taken...]
        guard let end = fresh.lastIndex(of: 0x0A) else { return "" }
        taken = end + 1
        return Self.shown(fresh[...end])
    }

    /// What came since the last line's end; a backspace that comes later cannot take it back.
    public mutating func rest() -> String {
        let fresh = plain.bytes[taken...]
        taken = plain.bytes.count
        return Self.shown(fresh)
    }

    private static func shown(_ bytes: ArraySlice<UInt8>) -> String {
        String(decoding: bytes, as: UTF8.self)
            .split(separator: "\n", omittingEmptySubsequences: false)
            .map { line in
                line.split(separator: "\t", omittingEmptySubsequences: false)
                    .map { VisibleText.line(String($0)) }.joined(separator: "\t")
            }.joined(separator: "\n")
    }
}
