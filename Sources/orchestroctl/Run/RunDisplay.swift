import Glibc
import Jobs
import Reports
import Scenarios

/// Shows a run to a person: lines as things end, and on a terminal a block that is renewed.
struct RunDisplay {
    private var report: TextReport
    private var block: ProgressBlock
    private let isTerminal: Bool
    private let isQuiet: Bool
    private var blockLines = 0

    init(
        verbosity: TextReport.Verbosity, isQuiet: Bool, mayColour: Bool,
        expected: [TaskID: Duration]
    ) {
        self.isQuiet = isQuiet
        isTerminal = Output.isTerminal && !isQuiet
        let usesColour = mayColour && isTerminal && getenv("NO_COLOR") == nil
        let palette: Palette = usesColour ? .ansi : .plain
        report = TextReport(
            verbosity: verbosity, palette: palette, columns: isTerminal ? Output.size.columns : 100)
        block = ProgressBlock(expected: expected, palette: palette)
    }

    /// Shows what happened.
    mutating func show(_ event: Event, at now: Instant) {
        guard !isQuiet else { return }
        block.consume(event, at: now)
        let lines = report.consume(event)
        guard !lines.isEmpty else { return }
        erase()
        for line in lines { Output.line(line) }
    }

    /// Renews the block.
    mutating func refresh(at now: Instant) {
        guard isTerminal else {
            Output.flush()
            return
        }
        let size = Output.size
        let lines = block.lines(at: now, columns: size.columns, rows: max(4, size.rows / 2))
        erase()
        for line in lines { Output.line(line) }
        blockLines = lines.count
        Output.flush()
    }

    /// Tells something that is not part of the run, above the block.
    mutating func remark(_ text: String) {
        erase()
        Output.error(text)
    }

    private mutating func erase() {
        guard blockLines > 0 else { return }
        Output.text("\u{1B}[\(blockLines)A\u{1B}[J")
        blockLines = 0
    }
}
