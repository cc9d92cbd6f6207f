import Testing

/// One rule of the house, with samples that prove it: a rule that catches nothing is no rule.
struct Rule: Sendable, CustomTestStringConvertible {
    /// What it says.
    let name: String
    /// What breaks it.
    let check: @Sendable (RepositoryFile) -> [Finding]
    /// Files that break it, and in which line.
    let bad: [(file: RepositoryFile, line: Int)]
    /// Files that look as if they broke it and do not.
    let good: [RepositoryFile]

    var testDescription: String { name }

    static let all = form + language + texts
}

@Suite struct TidyTests {
    @Test(arguments: Rule.all) func repository(keeps rule: Rule) {
        let findings = Repository.files.flatMap(rule.check)
        for finding in findings { Issue.record("\(finding)") }
    }

    @Test(arguments: Rule.all) func `what breaks it is caught`(by rule: Rule) {
        #expect(!rule.bad.isEmpty)
        for sample in rule.bad {
            let lines = rule.check(sample.file).map(\.line)
            #expect(lines == [sample.line], "\(sample.file.path) \(sample.file.lines.first ?? "")")
        }
    }

    @Test(arguments: Rule.all) func `what only looks so is let through`(by rule: Rule) {
        for sample in rule.good { #expect(rule.check(sample).map(\.description) == []) }
    }

    @Test func `a finding says where, what, and what instead`() {
        let finding = Finding(path: "Sources/A.swift", line: 7, what: "`x`", instead: "write y")
        #expect(finding.description == "Sources/A.swift:7: `x`; instead write y")
    }

    @Test func `the whole repository is looked at`() {
        let paths = Set(Repository.files.map(\.path))
        for path in ["Package.swift", ".ci/run", "README.md", "Sources/CLaunch/launcher.c"] {
            #expect(paths.contains(path), "\(path)")
        }
        #expect(Repository.files.count > 200)
    }
}
