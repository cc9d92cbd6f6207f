import Reports

/// Writes a recording to standard output as it comes: byte for byte, or as readable text.
final class RecordingText {
    private var stream: ReadableStream?
    private var hasNews = false
    private var isInLine = false

    init(isRaw: Bool) { stream = isRaw ? nil : ReadableStream() }

    func show(_ bytes: [UInt8]) {
        hasNews = true
        guard let text = stream?.take(bytes) else { return Output.bytes(bytes) }
        write(text)
    }

    /// An unfinished line is shown when nothing more came in the meantime: a prompt, say.
    func tick() {
        if !hasNews, let rest = stream?.rest() { write(rest) }
        hasNews = false
        Output.flush()
    }

    func end() {
        if let rest = stream?.rest() { write(rest) }
        // A prompt of the shell shall not begin in the middle of a line.
        if stream != nil, isInLine { Output.line("") }
        Output.flush()
    }

    private func write(_ text: String) {
        guard let last = text.last else { return }
        Output.text(text)
        isInLine = last != "\n"
    }
}
