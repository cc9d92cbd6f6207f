import Jobs
import Scenarios
import Testing
import Wire

@Suite struct FrozenTests {
    static let lines: [(String, TaskResult)] = [
        ("run-passed", Sample.result(.passed)),
        ("run-flaky", Sample.result(.passed, attempts: 3)),
        ("run-failed", Sample.result(.failed(Sample.failure))),
        ("run-failed-bare", Sample.result(.failed(Failure("exit status is 1, expected 0")))),
        ("run-error", Sample.result(.error(Sample.cause))),
        ("run-cancelled", Sample.result(.cancelled(by: "alice"))),
        ("run-skipped", Sample.result(.skipped(reason: "needs \"login\""), attempts: 0)),
    ]

    @Test(arguments: lines) func runLine(name: String, result: TaskResult) throws {
        try expectFrozen(RunLine.json(result), name)
    }

    static let endings: [(String, Ending?)] = [
        ("exited", .exited(1)), ("signalled", .signalled(9)), ("stopped", .stopped),
        ("not-started", nil),
    ]

    @Test(arguments: endings) func attemptRecord(name: String, ending: Ending?) throws {
        var attempt = Sample.attempt(.failed(Sample.failure))
        attempt.ending = ending
        try expectFrozen(AttemptRecord.json(attempt, of: Sample.task), "attempt-" + name)
    }

    @Test(arguments: ["consider a note", nil]) func diagnosticLine(hint: String?) throws {
        let diagnostic = Diagnostic(
            .warning, "step does nothing", hint: hint, at: Position(line: 3, column: 7), length: 4)
        let name = hint == nil ? "diagnostic-bare" : "diagnostic"
        try expectFrozen(DiagnosticLine.json(diagnostic, path: "a b.yaml"), name)
    }

    @Test func growthCheckSeesLossAndChange() {
        let frozen: [String: Any] = ["a": 1, "b": ["c": [1, 2]]]
        #expect(missing(of: frozen, in: frozen, at: "x") == [])
        let grown: [String: Any] = ["a": 1, "b": ["c": [1, 2], "d": 5], "e": 1]
        #expect(missing(of: frozen, in: grown, at: "x") == [])
        let changed: [String: Any] = ["a": 2, "b": ["c": [1]]]
        #expect(missing(of: frozen, in: changed, at: "x") == ["x.a", "x.b.c"])
        #expect(missing(of: frozen, in: [String: Any](), at: "x") == ["x.a", "x.b"])
    }
}

@Suite struct JSONTextTests {
    static let values: [(JSONValue, String)] = [
        (.null, "null"),
        (.array([.bool(true), .bool(false), .integer(-7)]), "[true,false,-7]"),
        (.number(1.5), "1.5"),
        (.number(1e-7), "1e-07"),
        (.number(.infinity), "null"),
        (.number(.nan), "null"),
        (.string("\u{1}\u{1B}\u{9B}\u{7F}\n\"\\/é😀"), #""\u0001\u001b\u009b\u007f\n\"\\/é😀""#),
        (.object(["b": .integer(1), "a": .object([:])]), #"{"b":1,"a":{}}"#),
    ]

    @Test(arguments: values) func text(value: JSONValue, text: String) {
        #expect(value.text() == text)
    }
}

@Suite struct UTCTimeTests {
    static let times: [(Int64, String)] = [
        (0, "1970-01-01T00:00:00.000000Z"),
        (-1, "1969-12-31T23:59:59.999999Z"),
        (951_782_400_000_000, "2000-02-29T00:00:00.000000Z"),
        (951_868_799_999_999, "2000-02-29T23:59:59.999999Z"),
        (1_738_314_300_000_250, "2025-01-31T09:05:00.000250Z"),
        (4_107_542_400_000_000, "2100-03-01T00:00:00.000000Z"),
    ]

    @Test(arguments: times) func text(microseconds: Int64, text: String) {
        #expect(UTCTime(microseconds: microseconds).text == text)
    }

    @Test(arguments: times) func `a time is read back`(microseconds: Int64, text: String) {
        let parsed = UTCTime(text: text)
        #expect(parsed?.microseconds == microseconds)
    }

    static let forms: [(String, Int64?)] = [
        ("1970-01-01T00:00:00Z", 0), ("1970-01-01t01:00:00.5+01:00", 500_000),
        ("1969-12-31 23:00:00-01:00", 0), ("1970-01-01T00:00:00.1234567z", 123_456),
        ("2016-12-31T23:59:60Z", 1_483_228_800_000_000), ("2023-02-29T00:00:00Z", nil),
        ("9999-12-31T23:59:59Z", 253_402_300_799_000_000), ("0000-01-01T00:00:00Z", nil),
        ("1970-01-01T00:00:00", nil), ("1970-01-01", nil), ("1970-01-01T24:00:00Z", nil),
        ("1970-01-01T00:00:00Zx", nil), ("1970-01-01T00:00:00.Z", nil), ("", nil),
        ("1970-13-01T00:00:00Z", nil), ("1970-01-01T00:00:00+24:00", nil), ("２", nil),
    ]

    @Test(arguments: forms) func `RFC 3339 and nothing else is read`(text: String, time: Int64?) {
        #expect(UTCTime(text: text)?.microseconds == time)
    }
}
