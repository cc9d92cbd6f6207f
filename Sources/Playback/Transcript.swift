import Terminal

/// The output since the latest input, as assertions see it.
///
/// In a shell that prints marks, prompts and echoed input are left out exactly: only what lies
/// between "output begins" and "prompt begins" counts. Elsewhere the echo is recognised by its
/// text.
struct Transcript: Sendable {
    /// One command's output, or everything where there are no marks.
    private var regions: [[UInt8]] = [[]]
    private var inside = true
    private var bytesCount = 0
    private var pendingCommands = 0
    private var skipped = 0
    private var lastInput: [UInt8] = []
    let hasMarks: Bool

    /// The status that the shell's latest prompt told, when it came after the latest input.
    private(set) var status: Int?
    /// The shell stands at a prompt that came after the latest input.
    private(set) var isAtPrompt = false
    /// The output was longer than its limit; the beginning is gone.
    private(set) var isCut = false

    init(hasMarks: Bool) {
        self.hasMarks = hasMarks
        inside = !hasMarks
    }

    mutating func append(_ bytes: some Collection<UInt8>) {
        guard inside else { return }
        regions[regions.count - 1].append(contentsOf: bytes)
        bytesCount += bytes.count
        if bytesCount > PlaybackLimits.transcriptBytesMax { cut() }
    }

    mutating func mark(_ mark: ShellMarks.Mark) {
        switch mark {
        case .output, .input:
            inside = true
            regions.append([])
            isAtPrompt = false
        case .prompt(let status):
            inside = false
            if pendingCommands > 0 { pendingCommands -= 1 }
            isAtPrompt = pendingCommands == 0
            self.status = status
        }
    }

    /// An input was sent: what follows is its answer.
    mutating func beginInput(_ input: [UInt8]) {
        skipped = pendingCommands
        pendingCommands += 1
        regions = [[]]
        bytesCount = 0
        isCut = false
        status = nil
        isAtPrompt = false
        lastInput = input
        if !hasMarks { inside = true }
    }

    /// The shell was seen waiting: nothing typed ahead is left.
    mutating func settle() {
        pendingCommands = 0
        if hasMarks, !inside, status != nil { isAtPrompt = true }
    }

    /// The readable output.
    var text: String {
        let counted = hasMarks ? regions.dropFirst(min(skipped, max(0, regions.count - 1))) : regions[...]
        let plain = PlainText.of(counted.joined())
        return hasMarks ? plain : withoutEcho(plain)
    }

    private func withoutEcho(_ plain: String) -> String {
        var lines = plain.split(separator: "\n", omittingEmptySubsequences: false)
        let typed = PlainText.of(lastInput).split(separator: "\n")
        for line in typed {
            guard let first = lines.first, first == line, lines.count > 1 else { break }
            lines.removeFirst()
        }
        return lines.joined(separator: "\n")
    }

    private mutating func cut() {
        let kept = Array(regions[regions.count - 1].suffix(PlaybackLimits.transcriptBytesMax / 2))
        regions = [kept]
        bytesCount = kept.count
        isCut = true
    }
}
