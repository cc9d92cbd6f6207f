import Patterns
import Scenarios

/// Compares output with what an assertion says, by the rules of the original tool.
struct AssertionCheck {
    /// The readable output since the latest input.
    let output: String
    /// The status that `expect_code` compares; nil when there is none yet.
    let status: Int?
    /// Why there is no status.
    let statusAbsence: String

    /// What does not hold, in one line; nil when the assertion holds.
    struct Problem {
        var message: String
        var expected: String
        var actual: String
        var diff: [String] = []
    }

    func problem(_ assertion: Assertion) throws(PatternLimitExceeded) -> Problem? {
        switch assertion {
        case .output(let expected): equality(expected)
        case .code(let expected): code(expected)
        case .contains(let text):
            output.contains(scalars: text)
                ? nil
                : Problem(
                    message: "expect_contains: the output does not contain the text",
                    expected: text, actual: output)
        case .regex(let pattern): try regex(pattern)
        case .lines(let count): lines(count)
        case .notContains(let text):
            output.contains(scalars: text)
                ? Problem(
                    message: "expect_not_contains: the output contains the text",
                    expected: "not: " + text, actual: output) : nil
        case .json(let expected): json(expected)
        case .text(let expected, let mode):
            try TextComparison(expected, mode).problem(with: output)
        }
    }

    private func equality(_ expected: String) -> Problem? {
        let a = expected.trimmedSpace
        let b = output.trimmedSpace
        guard !a.isSame(as: b) else { return nil }
        return Problem(
            message: "expect_output: the output is different", expected: a, actual: b,
            diff: LineDifference.lines(expected: a, actual: b))
    }

    private func code(_ expected: Int) -> Problem? {
        guard let status else {
            return Problem(
                message: "expect_code: no exit status to compare: \(statusAbsence)",
                expected: String(expected), actual: "none")
        }
        guard status != expected else { return nil }
        return Problem(
            message: "expect_code: the status is \(status), not \(expected)",
            expected: String(expected), actual: String(status))
    }

    private func regex(_ text: PatternText) throws(PatternLimitExceeded) -> Problem? {
        let problem = Problem(
            message: "expect_regex: the output has no match", expected: text, actual: output)
        let pattern: Pattern
        do throws(PatternError) {
            pattern = try Pattern(text, options: [.dotAll, .multiline])
        } catch {
            return Problem(
                message: "expect_regex: \(error.message)", expected: text, actual: output)
        }
        return try pattern.firstMatch(in: output) != nil ? nil : problem
    }

    private func lines(_ expected: Int) -> Problem? {
        let count = PythonLines.count(output)
        guard count != expected else { return nil }
        return Problem(
            message: "expect_lines: the output has \(count) lines, not \(expected)",
            expected: String(expected), actual: output)
    }

    private func json(_ expected: JSONValue) -> Problem? {
        do {
            let actual = try JSONValue.parse(output.trimmedSpace)
            guard actual != expected else { return nil }
            return Problem(
                message: "expect_json: the output is different JSON", expected: expected.text(),
                actual: actual.text(),
                diff: LineDifference.lines(
                    expected: expected.text(pretty: true), actual: actual.text(pretty: true)))
        } catch {
            return Problem(
                message: "expect_json: the output is not JSON: \(error.message)",
                expected: expected.text(), actual: output)
        }
    }
}

/// Lines as Python's `str.splitlines` divides them.
enum PythonLines {
    /// How many lines there are; a line break at the end begins no further line.
    static func count(_ text: String) -> Int {
        var count = 0
        var isOpen = false
        var afterReturn = false
        for scalar in text.unicodeScalars {
            if scalar == "\n", afterReturn {
                afterReturn = false
                continue
            }
            afterReturn = scalar == "\r"
            if isBreak(scalar) {
                count += 1
                isOpen = false
            } else {
                isOpen = true
            }
        }
        return isOpen ? count + 1 : count
    }

    private static func isBreak(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0x0A...0x0D, 0x1C...0x1E, 0x85, 0x2028, 0x2029: true
        default: false
        }
    }
}

extension String {
    /// Without white space at both ends.
    var trimmedSpace: String {
        var scalars = unicodeScalars[...]
        while let first = scalars.first, first.properties.isWhitespace { scalars.removeFirst() }
        while let last = scalars.last, last.properties.isWhitespace { scalars.removeLast() }
        return String(scalars)
    }

    /// The same scalars; Swift's own comparison takes other spellings of a character for equal.
    func isSame(as other: String) -> Bool { utf8.elementsEqual(other.utf8) }

    /// Substring search by Unicode scalars, so that combining characters and CR LF are what
    /// they are.
    func contains(scalars text: String) -> Bool {
        guard !text.isEmpty else { return true }
        let needle = Array(text.utf8)
        let hay = Array(utf8)
        guard hay.count >= needle.count else { return false }
        return hay.withUnsafeBufferPointer { hay in
            (0...hay.count - needle.count).contains { start in
                hay[start] == needle[0] && hay[start..<start + needle.count].elementsEqual(needle)
            }
        }
    }
}
