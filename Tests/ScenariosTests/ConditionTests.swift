import Testing

@testable import Scenarios

@Suite struct ConditionTests {
    private static let texts: [(String, Bool)] = [
        ("os == linux", true), ("os == 'linux'", true), ("os != linux", false),
        ("env.A", true), ("env.EMPTY", false), ("not env.EMPTY", true), ("env.NONE == ''", true),
        ("matrix.x == 1", true), ("matrix.x == \"2\"", false), ("true", true), ("False", false),
        ("env.A and env.EMPTY", false), ("env.A or env.EMPTY", true),
        ("env.EMPTY or env.A and os == linux", true), ("env.EMPTY and env.A or os == linux", true),
        ("env.EMPTY and (env.A or os == linux)", false), ("not (os == linux)", false),
        ("not not env.A", true), ("os==linux", true), ("not os == linux", false),
        ("env.A == a-b.c", true), ("  os == linux  ", true), ("'x'", true), ("''", false),
    ]

    @Test(arguments: texts)
    func holds(_ text: String, _ expected: Bool) throws {
        let env = ["A": "a-b.c", "EMPTY": ""]
        let condition = try ConditionParser.parse(text)
        #expect(condition.holds(env: { env[$0] }, matrix: { $0 == "x" ? "1" : nil }) == expected)
    }

    @Test func nestingIsBounded() {
        func nested(_ levels: Int) -> String {
            String(repeating: "(", count: levels) + "os" + String(repeating: ")", count: levels)
        }
        let most = ScenarioLimits.conditionLevelsMax
        #expect(throws: Never.self) { try ConditionParser.parse(nested(most - 1)) }
        #expect(throws: ConditionMistake.self) { try ConditionParser.parse(nested(most)) }
        let nots = String(repeating: "not ", count: 100_000) + "os"
        #expect(throws: ConditionMistake.self) { try ConditionParser.parse(nots) }
    }

    @Test func lengthIsBounded() {
        func chain(_ count: Int) -> String {
            Array(repeating: "os", count: count).joined(separator: " and ")
        }
        let most = ScenarioLimits.conditionTokensMax / 2
        #expect(throws: Never.self) { try ConditionParser.parse(chain(most)) }
        #expect(throws: Never.self) { try ConditionParser.parse("not " + chain(most)) }
        #expect(throws: ConditionMistake.self) { try ConditionParser.parse(chain(most + 1)) }
        #expect(throws: ConditionMistake.self) { try ConditionParser.parse(chain(100_000)) }
    }
}
