import Patterns
import Scenarios

/// Compares an output with an expected text in one of several ways. White space at the ends of
/// lines and around both texts does not count: editors take it away unasked.
struct TextComparison {
    private let expected: String
    private let mode: MatchMode

    init(_ expected: String, _ mode: MatchMode) {
        self.expected = Self.tidy(expected)
        self.mode = mode
    }

    /// What is wrong with the output; nil when nothing is.
    func problem(
        with output: String
    ) throws(PatternLimitExceeded) -> AssertionCheck.Problem? {
        let actual = Self.tidy(output)
        let wrong: String? =
            switch mode {
            case .exact: actual.isSame(as: expected) ? nil : "the output is different"
            case .contains:
                actual.contains(scalars: expected)
                    ? nil : "the output does not contain the expected text"
            case .startsWith:
                actual.utf8.starts(with: expected.utf8)
                    ? nil : "the output does not start with the expected text"
            case .endsWith:
                actual.utf8.reversed().starts(with: expected.utf8.reversed())
                    ? nil : "the output does not end with the expected text"
            case .regex: try hasMatch(in: actual) ? nil : "the output has no match"
            }
        guard let wrong else { return nil }
        var problem = AssertionCheck.Problem(message: wrong, expected: expected, actual: actual)
        if mode != .regex, (expected + actual).contains("\n") {
            problem.diff = LineDifference.lines(expected: expected, actual: actual)
        }
        return problem
    }

    /// A text that is no pattern is looked for as it is, as the original tool did.
    private func hasMatch(in actual: String) throws(PatternLimitExceeded) -> Bool {
        let pattern: Pattern
        do throws(PatternError) {
            pattern = try Pattern(expected, options: [])
        } catch {
            return actual.contains(scalars: expected)
        }
        return try pattern.firstMatch(in: actual) != nil
    }

    private static func tidy(_ text: String) -> String {
        text.utf8.split(separator: 0x0A, omittingEmptySubsequences: false).map { line in
            let end = line.lastIndex { ![0x20, 0x09, 0x0D].contains($0) }
            guard let end else { return "" }
            return String(decoding: line[...end], as: UTF8.self)
        }.joined(separator: "\n").trimmedSpace
    }
}
