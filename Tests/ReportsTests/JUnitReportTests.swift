import Foundation
import Jobs
import Reports
import Scenarios
import Testing

@Suite struct JUnitReportTests {
    @Test func everyOutcome() throws {
        try expectGolden(JUnitReport.render(Sample.run), "run.junit.xml")
    }

    static let runs: [(String, RunSummary)] = [
        ("every outcome", Sample.run), ("empty", Sample.empty), ("hostile", Sample.hostile),
    ]

    @Test(arguments: runs) func validUnderTheSchema(name: String, summary: RunSummary) throws {
        let schema = testsDirectory.appendingPathComponent("Support/junit.xsd").path
        let result = try run(
            ["xmllint", "--noout", "--nonet", "--schema", schema],
            on: JUnitReport.render(summary))
        #expect(result.status == 0, "\(name): \(result.said)")
    }

    @Test func hostileTextIsEscapedOnce() {
        let text = JUnitReport.render(Sample.hostile)
        #expect(isHarmless(text.replacing("\t", with: "")))
        #expect(text.contains("]]&gt; &lt;b&gt;&amp;amp;&quot;'&lt;/b&gt;"))
        #expect(!text.contains("&amp;lt;"))
        #expect(!text.contains("]]>"))
    }

    @Test(arguments: [
        ("tests/smoke/login.yaml", "tests.smoke", "tests.smoke.login"),
        ("./a.b/c.d.yml", "a_b", "a_b.c_d"),
        ("/srv/x.yaml", "srv", "srv.x"),
        ("../up.yaml", "scenarios", "up"),
        (".yaml", "scenarios", "_yaml"),
        ("", "scenarios", "scenario"),
    ])
    func classNames(path: String, suite: String, name: String) {
        let result = TaskResult(
            task: Sample.task(0, "x", path), outcome: .passed, attempts: [])
        let text = JUnitReport.render(Sample.summary([result]), hostname: "lab<1>")
        #expect(text.contains("<testsuite name=\"\(suite)\" package=\"\(suite)\""))
        #expect(text.contains("classname=\"\(name)\""))
        #expect(text.contains("hostname=\"lab&lt;1&gt;\""))
    }
}
