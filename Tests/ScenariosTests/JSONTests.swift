import Testing

@testable import Scenarios

@Suite struct JSONTests {
    private static let readable: [(String, JSONValue)] = [
        ("null", JSONValue.null), (" true ", true), ("false", false), ("0", 0), ("-0", 0),
        ("42", 42), ("-7", -7), ("1.0", .number(1)), ("1e2", .number(100)), ("0.5", .number(0.5)),
        ("1E-2", .number(0.01)), ("9223372036854775807", .integer(.max)),
        ("9223372036854775808", .number(9_223_372_036_854_775_808)), (#""a""#, "a"), ("[]", []),
        (#""\u00e9\n\"\\\/\b\f\r\t""#, "é\n\"\\/\u{8}\u{C}\r\t"), (#""\ud83d\ude00""#, "😀"),
        ("[1, [2],\n{}]", [1, [2], [:]]), (#"{"a": 1, "b": {"c": []}}"#, ["a": 1, "b": ["c": []]]),
        (#"{"a": 1, "a": 2}"#, ["a": 2]), ("\"日\u{7F}\"", "日\u{7F}"),
    ]

    @Test(arguments: readable)
    func reads(_ text: String, _ value: JSONValue) throws {
        #expect(try JSONValue.parse(text) == value)
        #expect(try JSONValue.parse(value.text()) == value)
        #expect(try JSONValue.parse(value.text(pretty: true)) == value)
    }

    private static let unreadable: [(String, String, Int)] = [
        ("", "a value is missing", 0), ("  ", "a value is missing", 2),
        ("nul", "a value is missing", 0), ("1 2", "there is more after the value", 2),
        ("01", "a number must not start with 0", 1), ("1.", "a digit is missing", 2),
        ("-", "a digit is missing", 1), ("+1", "a value is missing", 0),
        (".5", "a value is missing", 0), ("1e", "a digit is missing", 2),
        ("1e400", "the number is too large", 0), ("NaN", "NaN and Infinity are not JSON", 0),
        ("-Infinity", "NaN and Infinity are not JSON", 1), ("[1", "`,` or `]` is missing", 2),
        ("[1,]", "a value is missing", 3), ("{", "a name in double quotes is missing", 1),
        ("{a: 1}", "a name in double quotes is missing", 1), (#"{"é" 1}"#, "`:` is missing", 5),
        (#"{"a": 1,}"#, "a name in double quotes is missing", 8),
        (#"{"a": 1"#, "`,` or `}` is missing", 7), (#""a"#, "a string is not closed", 2),
        ("\"a\nb\"", "a control character must be escaped", 2),
        (#""\x""#, "the escape is unknown", 1), (#""\"#, "the escape is unknown", 1),
        (#""\u12""#, "`\\u` needs four hexadecimal digits", 1),
        (#""\u+123""#, "`\\u` needs four hexadecimal digits", 1),
        (#""\ud83d""#, "a surrogate has no partner", 1),
        (#""\ude00x""#, "a surrogate has no partner", 1),
        (#""\ud83d\u0041""#, "a surrogate has no partner", 1), ("'a'", "a value is missing", 0),
    ]

    @Test(arguments: unreadable)
    func refuses(_ text: String, _ message: String, _ offset: Int) {
        #expect(throws: JSONError(message, offset: offset)) { try JSONValue.parse(text) }
    }

    @Test func nestingIsBounded() throws {
        let most = ScenarioLimits.jsonLevelsMax
        func nested(_ levels: Int) -> String {
            String(repeating: "[", count: levels) + String(repeating: "]", count: levels)
        }
        #expect(throws: Never.self) { try JSONValue.parse(nested(most)) }
        #expect(throws: JSONError.self) { try JSONValue.parse(nested(most + 1)) }
        #expect(throws: JSONError.self) { try JSONValue.parse(nested(100_000)) }
    }

    private static let writable: [(JSONValue, String)] = [
        (JSONValue.number(1), "1.0"), (.number(0.1), "0.1"), (.number(1e16), "1e+16"),
        (.number(9_999_999_999_999_998), "9999999999999998.0"), (.number(1e-5), "1e-05"),
        (.number(.infinity), "null"), (.integer(.min), "-9223372036854775808"),
        ("a\u{1}\u{7F}\"\\/é😀\r\n\t\u{8}\u{C}", #""a\u0001\u007f\"\\/é😀\r\n\t\b\f""#),
        ([1, ["a": .null]], #"[1,{"a":null}]"#),
    ]

    @Test(arguments: writable)
    func writes(_ value: JSONValue, _ text: String) {
        #expect(value.text() == text)
    }

    @Test func writesOneMemberALine() {
        let value: JSONValue = ["a": [1, 2], "b": [:], "c": []]
        #expect(
            value.text(pretty: true)
                == "{\n  \"a\": [\n    1,\n    2\n  ],\n  \"b\": {},\n  \"c\": []\n}")
    }

    @Test(arguments: [1, 24, 25, 26, 200])
    func `an object finds each of its members, however many`(count: Int) throws {
        let text = "{" + (0..<count).map { "\"k\($0)\":\($0)" }.joined(separator: ",") + "}"
        guard case .object(var object) = try JSONValue.parse(text) else {
            Issue.record("no object")
            return
        }
        for place in 0..<count {
            #expect(object["k\(place)"] == .integer(place))
            object["k\(place)"] = .integer(place + 1)
            #expect(object["k\(place)"] == .integer(place + 1))
        }
        #expect(object["k\(count)"] == nil)
        #expect(object.members.count == count)
    }
}
