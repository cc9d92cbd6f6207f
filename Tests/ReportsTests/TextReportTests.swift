import Jobs
import Reports
import Scenarios
import Testing

@Suite struct TextReportTests {
    private func text(_ summary: RunSummary, _ report: TextReport) -> String {
        var report = report
        let lines = Sample.events(summary).flatMap { report.consume($0) }
        return lines.joined(separator: "\n") + "\n"
    }

    @Test func normal() throws {
        try expectGolden(text(Sample.run, TextReport()), "run.txt")
    }

    @Test func verbose() throws {
        try expectGolden(text(Sample.run, TextReport(verbosity: .verbose)), "run-verbose.txt")
    }

    @Test func coloured() throws {
        let text = text(Sample.run, TextReport(palette: .ansi))
        try expectGolden(text.replacing("\u{1B}", with: "^["), "run-coloured.txt")
        #expect(text.replacing(/\u{1B}\[[0-9;]*m/, with: "") == self.text(Sample.run, TextReport()))
    }

    @Test func emptyRun() {
        #expect(text(Sample.empty, TextReport()) == "\nno scenarios in 3.4 s\n")
    }

    @Test(arguments: [TextReport.Verbosity.normal, .verbose])
    func hostileTextCannotAct(verbosity: TextReport.Verbosity) {
        for palette in [Palette.plain, .ansi] {
            let report = TextReport(verbosity: verbosity, palette: palette)
            let text = text(Sample.hostile, report)
            #expect(isHarmless(text, colours: palette == .ansi))
        }
    }

    @Test func interruptedRunSaysSo() {
        let text = text(Sample.summary(Sample.run.results, interrupted: true), TextReport())
        #expect(
            text.hasSuffix(
                "\ninterrupted: 3 passed, 2 failed, 1 error, 1 cancelled, 1 skipped in 3.4 s "
                    + "(1 flaky)\n"))
    }

    @Test func bigScreensAreCut() {
        var failure = Failure("no")
        failure.screen = String(repeating: String(repeating: "漢", count: 300) + "\n", count: 500)
        let result = TaskResult(
            task: Sample.task(0, "big", "big.yaml"), outcome: .failed(failure),
            attempts: [Sample.attempt(.failed(failure))])
        var report = TextReport(columns: 80)
        let lines = report.consume(.taskFinished(result))
        #expect(lines.contains("      (440 more lines)"))
        #expect(lines.allSatisfy { $0.count <= 80 })
        #expect(lines.count < 70)
    }
}
