import Testing

@testable import Patterns

private let catastrophes: [(String, String)] = [
    ("(a+)+$", String(repeating: "a", count: 40) + "!"),
    ("(?:a|aa)+$", String(repeating: "a", count: 60) + "!"),
    ("(x+x+)+[yz]", String(repeating: "x", count: 60)),
    ("(.*)*(.*)*(.*)*[=?]", String(repeating: "a", count: 200)),
    ("^(([a-z])+.)+[A-Z]([a-z])+$", String(repeating: "a", count: 60)),
]

@Test(arguments: catastrophes)
func catastrophesEndWithTheirLimit(pattern: String, text: String) throws {
    let compiled = try Pattern(pattern)
    let start = ContinuousClock.now
    #expect(throws: PatternLimitExceeded(limit: .backtracks, pattern: pattern)) {
        try compiled.firstMatch(in: text)
    }
    #expect(ContinuousClock.now - start < .seconds(5), "an idle machine needs 0.3 s")
}

/// The places of `text` where a search with little effort, then much, finds `pattern`.
private func match(
    _ pattern: String, _ text: String, effort: MatchEffort, mode: MatchMemory.Mode = .complete
) throws -> MatchMemory.Found {
    let compiled = try Pattern(pattern)
    return try Array(text.utf8).withUnsafeBytes {
        try MatchMemory(effort: effort).match(compiled, $0, from: 0, mode: mode)
    }
}

@Test func manyExpensivePlacesShareOneLimit() throws {
    let text = String(repeating: String(repeating: "a", count: 21) + "!", count: 300) + "b"
    #expect(throws: PatternLimitExceeded(limit: .backtracks, pattern: "(a+)+b")) {
        _ = try match("(a+)+b", String(text.dropLast()) + "cb", effort: MatchEffort())
    }
}

@Test func oneExpensivePlaceInALongTextIsAfforded() throws {
    let long = String(repeating: "é-", count: 700_000)
    let text = long + String(repeating: "a", count: 14) + "!" + long + "aab"
    let start = text.utf8.count - 3
    #expect(try match("(a+)+b", text, effort: MatchEffort()) == .match(start..<start + 3))
}

@Test(arguments: [
    ("(?:a|b)*c", "ééabab abc"), ("(a+)+b", "aaaaaa aaab"), ("(?:a|b)*?$", "abab\nab"),
    ("(?:.|x)+z", "ééé"), ("^(?:a|b)*c", "ab abc"), ("(?<=é)(?:a|é)+", "xéaé"),
    (".*(?:a|b)+c", "xx\nab\nabc"), ("(a|é)*\\Z", "aéaéxaé"),
])
func littleEffortFindsTheSame(pattern: String, text: String) throws {
    let little = MatchEffort(perPlace: 1, free: 1, total: 1 << 30)
    for mode in [MatchMemory.Mode.complete, .settled] {
        let expected = try match(pattern, text, effort: MatchEffort(), mode: mode)
        #expect(try match(pattern, text, effort: little, mode: mode) == expected)
    }
}

@Test func backtrackingMeetsItsLimit() throws {
    func isAfforded(_ total: Int) throws -> Bool {
        let effort = MatchEffort(perPlace: 1, free: 1, total: total)
        do {
            return try match("(?:a|b)*[cd]", "ababababab", effort: effort) == .none
        } catch let error as PatternLimitExceeded {
            #expect(error.limit == .backtracks)
            return false
        }
    }
    let least = try #require(
        try stride(from: 1, to: 1 << 20, by: 64).first { try isAfforded($0) })
    #expect(try !isAfforded(least - 64))
    #expect(try isAfforded(least + 64))
}

@Test func aMillionHonestChoicesAreNoCatastrophe() throws {
    let text = String(repeating: "ab", count: 500_000)
    #expect(try Pattern("(?:a|b)*").firstMatch(in: text) == 0..<1_000_000)
    #expect(try Pattern("(?:a|b)*$").firstMatch(in: text) == 0..<1_000_000)
}

@Test func memoryIsLimited() throws {
    let text = String(repeating: "ab", count: 4 << 20)
    let pattern = try Pattern("(?:(a)|b)*c?$")
    #expect(throws: PatternLimitExceeded(limit: .memory, pattern: pattern.text)) {
        try pattern.firstMatch(in: text)
    }
}

@Test func repetitionsMeetTheirLimit() throws {
    #expect(try Pattern("a{65535}").text == "a{65535}")
    let error = #expect(throws: PatternError.self) { try Pattern("ba{65536}") }
    #expect(error?.message == "the repetition number is too large")
    #expect(error?.offset == 2)
}

@Test func nestingMeetsItsLimit() throws {
    func nested(_ depth: Int) -> String {
        String(repeating: "(?:", count: depth) + "\\b$" + String(repeating: ")", count: depth)
    }
    let most = PatternLimits.nestingMax
    #expect(try Pattern("(?a)" + nested(most)).firstMatch(in: "a") == 1..<1)
    #expect(throws: PatternError.self) { try Pattern(nested(most + 1)) }
    #expect(throws: PatternError.self) { try Pattern(nested(8000 / 2)) }
}

@Test func lengthMeetsItsLimit() throws {
    let most = PatternLimits.scalarsMax
    let longest = String(repeating: "a", count: most)
    #expect(try Pattern(longest).firstMatch(in: "x" + longest) == 1..<most + 1)
    let error = #expect(throws: PatternError.self) { try Pattern(longest + "a") }
    #expect(error?.offset == most)
}

@Test func hugeRepetitionIsRefusedNotCompiled() throws {
    let error = #expect(throws: PatternError.self) { try Pattern("x(((a{999}){999}){999})") }
    #expect(error?.message == "regular expression is too large")
}
