import Terminal

/// The output since the latest input, as assertions see it.
///
/// In a shell that prints marks, prompts are left out exactly: only what lies between "output
/// begins" and "prompt begins" counts, and every typed line is answered by one prompt or
/// continuation prompt, so that the output of commands typed ahead is told apart. The echo of
/// the line discipline is recognised by its text; nothing else of the output is.
struct Transcript: Sendable {
    /// One command's output, or everything where there are no marks.
    private var regions: [[UInt8]] = [[]]
    private var inside: Bool
    private var bytesCount = 0
    /// Typed lines that no prompt has answered yet; of these, the ones before the latest input.
    private var pendingLines = 0
    private var earlierLines = 0
    /// The next output is the first of the latest input; what was kept belongs to an earlier one.
    private var beginsAnew = false
    /// The shell has shown its first prompt, which answers no line.
    private var hasStarted = false
    /// A command runs: known of shells that mark where its output begins.
    private var isRunning = false
    private var isContinued = false
    /// The shell also tells when its prompt is complete; until then it does not stand there.
    private var tellsReady = false
    private var latestStatus: Int?
    private var lastInput: [UInt8] = []
    private var isEchoKept = false
    let hasMarks: Bool
    let hasEcho: Bool
    /// One prompt answers each input, however many lines it has, see ``ShellSession``.
    let isSession: Bool

    /// The shell stands at a prompt that came after the latest input.
    private(set) var isAtPrompt = false
    /// The output was longer than its limit; the beginning is gone.
    private(set) var isCut = false

    /// An empty transcript of a program whose terminal echoes input, or does not.
    init(hasMarks: Bool, hasEcho: Bool, isSession: Bool = false) {
        self.hasMarks = hasMarks
        self.hasEcho = hasEcho
        self.isSession = isSession
        hasStarted = isSession
        inside = !hasMarks
    }

    /// The status that the shell's latest prompt told, when it came after the latest input.
    var status: Int? { isAtPrompt ? latestStatus : nil }

    mutating func append(_ bytes: some Collection<UInt8>) {
        guard inside else { return }
        regions[regions.count - 1].append(contentsOf: bytes)
        bytesCount += bytes.count
        if bytesCount > PlaybackLimits.transcriptBytesMax { cut() }
    }

    mutating func mark(_ mark: ShellMarks.Mark) {
        switch mark {
        case .output:
            isRunning = true
            isAtPrompt = false
            beginRegion()
        case .input where isContinued && !beginsAnew: inside = true
        case .input: beginRegion()
        case .continuation:
            inside = false
            isContinued = true
            answerLine()
        case .prompt(let status):
            inside = false
            isRunning = false
            if hasStarted { answerLine() }
            hasStarted = true
            isAtPrompt = pendingLines == 0 && !tellsReady
            latestStatus = status
        case .ready:
            tellsReady = true
            isAtPrompt = !isRunning && pendingLines == 0 && latestStatus != nil
        }
        if mark != .continuation, mark != .ready { isContinued = false }
    }

    /// An input was sent: what follows is its answer.
    mutating func beginInput(_ input: [UInt8]) {
        if hasMarks { expectPrompts(input) }
        regions = [[]]
        bytesCount = 0
        isCut = false
        beginsAnew = false
        latestStatus = nil
        isAtPrompt = false
        lastInput = input
        isEchoKept = hasEcho && inside
    }

    /// The shell was seen waiting, or there is no more time: no typed line is left that it may
    /// still read. Those without a prompt were read by the programs it ran.
    mutating func settle() {
        pendingLines = 0
        if earlierLines > 0 || beginsAnew { regions.removeFirst(regions.count - 1) }
        earlierLines = 0
        beginsAnew = false
        if !isRunning, latestStatus != nil { isAtPrompt = true }
    }

    /// The readable output.
    var text: String {
        guard earlierLines == 0, !beginsAnew else { return "" }
        let plain = PlainText.of(regions.joined())
        return isEchoKept ? EchoRemoval.text(plain, without: lastInput) : plain
    }

    /// Return answers for itself. A signal key throws away what was typed ahead, and a prompt
    /// follows; so it does after an end of file.
    private mutating func expectPrompts(_ input: [UInt8]) {
        earlierLines = pendingLines
        switch input {
        case _ where isSession: pendingLines += 1
        case [0x03], [0x1A], [0x1C]: (earlierLines, pendingLines) = (0, 1)
        case [0x04]: pendingLines = max(pendingLines, 1)
        default: pendingLines += input.count { $0 == 0x0A || $0 == 0x0D }
        }
    }

    private mutating func answerLine() {
        pendingLines = max(0, pendingLines - 1)
        guard earlierLines > 0 else { return }
        earlierLines -= 1
        beginsAnew = earlierLines == 0
    }

    private mutating func beginRegion() {
        inside = true
        if beginsAnew {
            beginsAnew = false
            regions = []
            bytesCount = 0
        }
        regions.append([])
    }

    private mutating func cut() {
        let kept = Array(regions[regions.count - 1].suffix(PlaybackLimits.transcriptBytesMax / 2))
        regions = [kept]
        bytesCount = kept.count
        isCut = true
    }
}

/// Takes the line discipline's echo of an input away from the output.
enum EchoRemoval {
    /// The text without the echoed lines at its beginning, also where the echo is not complete.
    static func text(_ plain: String, without input: [UInt8]) -> String {
        let line = UInt8(ascii: "\n")
        let ended = input.map { $0 == 0x0D ? line : $0 }
        var typed = PlainText.of(ended).utf8.split(
            separator: line, omittingEmptySubsequences: false)
        let isEnded = ended.last == line
        if isEnded { typed.removeLast() }
        var rest = plain.utf8[...]
        for (place, echo) in typed.enumerated() {
            guard rest.starts(with: echo) else {
                return echo.starts(with: rest) ? "" : String(Substring(rest))
            }
            let after = rest.dropFirst(echo.count)
            let mustEnd = isEnded || place < typed.count - 1
            guard !mustEnd || after.isEmpty || after.first == line else { break }
            rest = mustEnd ? after.dropFirst() : after
        }
        return String(Substring(rest))
    }
}
