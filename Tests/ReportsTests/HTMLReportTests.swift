import Jobs
import Reports
import Testing

@Suite struct HTMLReportTests {
    @Test func everyOutcome() throws {
        try expectGolden(HTMLReport.render(Sample.run), "run.html")
    }

    @Test func emptyRun() {
        #expect(HTMLReport.render(Sample.empty).contains("No scenario ran."))
    }

    @Test func hostileTextCannotBreakOut() {
        let text = HTMLReport.render(Sample.hostile, title: "<x> & 'y'")
        #expect(isHarmless(text))
        for markup in ["<b>&", "</script", "<!--", "<x>"] { #expect(!text.contains(markup)) }
        #expect(text.contains("<title>&lt;x&gt; &amp; &#39;y&#39;</title>"))
    }

    @Test(arguments: [Sample.run, Sample.empty, Sample.hostile])
    func elementsAreBalanced(summary: RunSummary) throws {
        var open: [Substring] = []
        let void: Set<Substring> = ["meta", "input", "!DOCTYPE"]
        for match in HTMLReport.render(summary).matches(of: /<(\/?)([!a-zA-Z0-9]+)[^>]*>/) {
            if void.contains(match.2) { continue }
            if match.1.isEmpty {
                open.append(match.2)
            } else {
                #expect(open.popLast() == match.2)
            }
        }
        #expect(open == [])
    }

    @Test func needsNothingFromOutside() {
        let text = HTMLReport.render(Sample.run)
        for outside in ["http:", "https:", "<script", "<link", "url(", "@import"] {
            #expect(!text.contains(outside))
        }
    }
}
