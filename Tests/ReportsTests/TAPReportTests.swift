import Jobs
import Reports
import Scenarios
import Testing

@Suite struct TAPReportTests {
    @Test func everyOutcome() throws {
        try expectGolden(TAPReport.render(Sample.run), "run.tap")
    }

    @Test func emptyRun() {
        #expect(
            TAPReport.render(Sample.empty)
                == "TAP version 14\n1..0 # no scenarios\n# no scenarios in 3.4 s\n")
    }

    @Test func hostileTextStaysInItsLine() {
        let text = TAPReport.render(Sample.hostile)
        #expect(isHarmless(text))
        let points = text.split(separator: "\n").filter {
            $0.hasPrefix("ok ") || $0.hasPrefix("not ok ")
        }
        #expect(points.count == 6)
        #expect(points.count { $0.contains(" # SKIP ") } == 1)
        #expect(text.split(separator: "\n").count { $0 == "  ..." } == 5)
        #expect(text.hasSuffix("\nBail out! the run was interrupted\n"))
    }

    @Test(arguments: [
        ("plain", "plain"), ("a # SKIP b", "a \\# SKIP b"), ("back\\slash", "back\\\\slash"),
        ("two\nlines", "two␊lines"),
    ])
    func names(name: String, shown: String) {
        let result = TaskResult(
            task: Sample.task(0, name, "a.yaml"), outcome: .passed, attempts: [])
        let text = TAPReport.render(Sample.summary([result]))
        #expect(text.contains("\nok 1 - \(shown)\n"))
    }
}
