import Jobs
import Scenarios
import Testing

@Suite struct MatchModeTests {
    /// Output, expected text, and the modes in which they match.
    static let cases: [(String, String, Set<MatchMode>)] = [
        ("abc", "abc", [.exact, .contains, .regex, .startsWith, .endsWith]),
        ("abc", "b", [.contains, .regex]),
        ("abc", "ab", [.contains, .regex, .startsWith]),
        ("abc", "bc", [.contains, .regex, .endsWith]),
        ("abc", "^a.c$", [.regex]),
        ("a.c", "a.c", [.exact, .contains, .regex, .startsWith, .endsWith]),
        ("ABC", "abc", []),
        ("f(x", "f(x", [.exact, .contains, .regex, .startsWith, .endsWith]),
        ("  a\n\nb  ", "a\n\nb", [.exact, .contains, .regex, .startsWith, .endsWith]),
        ("a\nb", "b", [.contains, .regex, .endsWith]),
        ("a\nb", "a.b", []),
        ("a  \nb", "a\nb", [.exact, .contains, .regex, .startsWith, .endsWith]),
        ("", "a", []),
    ]

    @Test(arguments: cases)
    func matches(_ output: String, _ expected: String, _ modes: Set<MatchMode>) throws {
        for mode in MatchMode.allCases {
            var rules = Scenario.ExampleRules()
            rules.mode = mode
            let results = try Fixture().run(
                block: "$ printf '%s\\n' '\(output)'\n\(expected)", rules: rules)
            #expect((results.first?.outcome == .passed) == modes.contains(mode), "\(mode)")
        }
    }
}
