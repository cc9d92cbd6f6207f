import TestSupport
import Testing

@testable import Patterns

/// A stream fed to a search piece by piece, dropping what the search no longer needs.
struct Feed {
    var search: StreamSearch
    /// What the search still holds.
    var window: [UInt8] = []
    /// Everything since the last match.
    var text: [UInt8] = []

    init(_ patterns: [Pattern], effort: MatchEffort = MatchEffort()) {
        search = StreamSearch(patterns, effort: effort)
    }

    /// Adds bytes and searches; the match is in offsets of `text`.
    mutating func add(
        _ bytes: some Sequence<UInt8>, quiet: Bool = true, drops: Bool = true
    ) throws -> StreamSearch.Match? {
        window += bytes
        text += bytes
        let forgotten = text.count - window.count
        let match = try Self.search(&search, window, quiet: quiet)
        if let match {
            let end = match.range.upperBound
            #expect(search.keepFrom == end)
            window.removeFirst(end)
            text.removeFirst(forgotten + end)
            let range = match.range.lowerBound + forgotten..<end + forgotten
            return StreamSearch.Match(range: range, pattern: match.pattern)
        }
        if drops {
            window.removeFirst(search.keepFrom)
            search.dropped(search.keepFrom)
        }
        return nil
    }

    private static func search(
        _ search: inout StreamSearch, _ window: [UInt8], quiet: Bool
    ) throws -> StreamSearch.Match? {
        try window.withUnsafeBytes { try search.search($0, quiet: quiet) }
    }
}

/// What a search of the whole text answers.
private func wholeSearch(_ patterns: [Pattern], _ text: [UInt8]) throws -> StreamSearch.Match? {
    var best: StreamSearch.Match?
    for (index, pattern) in patterns.enumerated() {
        guard let range = try pattern.firstMatch(in: text) else { continue }
        if let found = best, found.range.lowerBound <= range.lowerBound { continue }
        best = StreamSearch.Match(range: range, pattern: index)
    }
    return best
}

private let atoms = [
    "a", "b", "c", "é", ".", "\\w", "\\s", "\\d", "[ab]", "[^a]", "\\n", "(?:ab|c)", "(a|b)", "^",
    "$", "\\b", "\\B", "\\A", "\\Z", "(?=b)", "(?!b)", "(?<=a)", "(?<!b)", "(?<=ca)", "(?!a$)",
    "(?!.*c)", "(?=.*c)", "abc", "(?i:C)", "(?m:^)", "(?m:$)", "(?<!^)", "(?<=\\n)", "(?<=éa)",
    "(?!\\Z)", "(?<!\\b)", "(?<=(?=b)b)", "(?:$|b)",
]
private let repeats = ["", "", "", "*", "+", "?", "*?", "+?", "{2}", "*+", "{2,}"]

private func randomPattern(_ random: inout Dice) throws -> Pattern {
    let text = (0..<Int.random(in: 1...5, using: &random)).map { _ in
        let atom = atoms[Int.random(in: atoms.indices, using: &random)]
        let isPlace = ["^", "$", "\\b", "\\B", "\\A", "\\Z"].contains(atom)
        let times = isPlace ? "" : repeats[Int.random(in: repeats.indices, using: &random)]
        return atom == "abc" ? atom : atom + times
    }
    return try Pattern(text.joined(), options: Bool.random(using: &random) ? .dotAll : [])
}

private func randomText(
    _ random: inout Dice, count: ClosedRange<Int>
) -> [Character] {
    let alphabet = Array("aabbccé \n12")
    return (0..<Int.random(in: count, using: &random)).map { _ in
        alphabet[Int.random(in: alphabet.indices, using: &random)]
    }
}

@Test(arguments: 1...24)
func everyPrefixAnswersAsASearchOfTheWhole(seed: UInt64) throws {
    var random = Dice(seed: seed)
    for round in 0..<250 {
        let patterns = try (0..<Int.random(in: 1...3, using: &random)).map { _ in
            try randomPattern(&random)
        }
        let little = MatchEffort(perPlace: 1, free: 1, total: 1 << 30)
        var feed = Feed(patterns, effort: round.isMultiple(of: 2) ? MatchEffort() : little)
        var rest = randomText(&random, count: 0...30)[...]
        var fed = ""
        while true {
            let piece = rest.prefix(Int.random(in: 0...4, using: &random))
            rest = rest.dropFirst(piece.count)
            fed += String(piece)
            let expected = try wholeSearch(patterns, feed.text + Array(String(piece).utf8))
            let drops = Bool.random(using: &random)
            let found = try feed.add(String(piece).utf8, drops: drops)
            #expect(
                found == expected,
                """
                seed \(seed) round \(round): \(patterns.map(\.text)) \
                \(patterns.map(\.options.rawValue)) after \(fed.debugDescription)
                """)
            if found != expected || rest.isEmpty { break }
        }
    }
}

@Test(arguments: 1...8)
func patienceOnlyDelays(seed: UInt64) throws {
    var random = Dice(seed: seed &* 1000)
    for round in 0..<250 {
        let patterns = [try randomPattern(&random), try randomPattern(&random)]
        var feed = Feed(patterns)
        var rest = randomText(&random, count: 0...200)[...]
        while true {
            let piece = rest.prefix(Int.random(in: 1...9, using: &random))
            rest = rest.dropFirst(piece.count)
            let expected = try wholeSearch(patterns, feed.text + Array(String(piece).utf8))
            let found = try feed.add(String(piece).utf8, quiet: rest.isEmpty)
            let isRight = found == expected || (found == nil && !rest.isEmpty)
            #expect(isRight, "seed \(seed) round \(round): \(patterns.map(\.text))")
            if !isRight || rest.isEmpty { break }
        }
    }
}

private let keptTable: [([String], String, Int)] = [
    (["SENTINEL"], "no such word here", 1), (["SENTINEL"], "here comes SENT", 5),
    (["^abc"], "xabcx", 1), (["^abc"], "xab", 1), (["(?<=ab)c"], "xxab", 2),
    (["\\bfoo"], "a fo", 3),
    (["A.*B"], "xxA----", 6), (["(?m)^b"], "xx\n", 1),
]

@Test(arguments: keptTable)
func whatIsKeptIsSmall(patterns: [String], text: String, keptMax: Int) throws {
    var feed = Feed(try patterns.map { try Pattern($0, options: .dotAll) })
    #expect(try feed.add(text.utf8) == nil)
    // One character of context is always kept, so that `^` sees it is not at the beginning.
    #expect(feed.window.count <= keptMax)
    #expect(!feed.window.isEmpty)
}

@Test func theEarlierPatternWinsAtTheSamePlace() throws {
    for (patterns, expected) in [(["ab", "abc"], 0), (["abc", "ab"], 0), (["c", "b", "bc"], 1)] {
        var feed = Feed(try patterns.map { try Pattern($0) })
        #expect(try feed.add("abc".utf8)?.pattern == expected)
    }
}

@Test func beginningHoldsAgainAfterAMatch() throws {
    var feed = Feed([try Pattern("^b")])
    #expect(try feed.add("a".utf8) == nil)
    #expect(try feed.add("b".utf8) == nil)
    var next = Feed([try Pattern("^a|b")])
    #expect(try next.add("xb".utf8)?.range == 1..<2)
    #expect(try next.add("a".utf8)?.range == 0..<1)
}

@Test func aPostponedPatternStillWinsWhenItIsLeftmost() throws {
    var feed = Feed([try Pattern("A.*B", options: .dotAll), try Pattern("C")])
    let filler = [UInt8](repeating: UInt8(ascii: "."), count: 1000)
    #expect(try feed.add("A".utf8 + filler, quiet: false) == nil)
    #expect(try feed.add("B".utf8, quiet: false) == nil, "waits for an eighth more")
    #expect(try feed.add("C".utf8, quiet: false)?.range == 0..<1002)
}

@Test func copiesSearchIndependently() throws {
    var first = StreamSearch([try Pattern("ab")])
    let window = Array("xya".utf8)
    #expect(try window.withUnsafeBytes { try first.search($0, quiet: true) } == nil)
    var second = first
    first.dropped(1)
    #expect(first.keepFrom == 0)
    #expect(second.keepFrom == 1)
    let more = Array("xyab".utf8)
    let found = try more.withUnsafeBytes { try second.search($0, quiet: true) }
    #expect(found?.range == 2..<4)
}

@Test func noPatternsNeverMatch() throws {
    var feed = Feed([])
    #expect(try feed.add("abc".utf8) == nil)
    #expect(feed.window.isEmpty)
}

@Test(arguments: ["SENTINEL_DONE", "S.?X", "\\bSx"])
func aFalseBeginningIsForgotten(pattern: String) throws {
    var feed = Feed([try Pattern(pattern)])
    for quiet in [true, false] {
        #expect(try feed.add("some S".utf8, quiet: quiet) == nil)
        for _ in 0..<100 { #expect(try feed.add("lines\r\n".utf8, quiet: quiet) == nil) }
        #expect(feed.window.count < 10)
    }
}

@Test func aLongStreamWithAPendingMatchIsSearchedAFewTimesOnly() throws {
    var feed = Feed([try Pattern("A[^C]*B", options: .dotAll)])
    let piece = [UInt8](repeating: UInt8(ascii: "b"), count: 4096)
    #expect(try feed.add("A".utf8 + piece, quiet: false) == nil)
    for _ in 0..<1000 { #expect(try feed.add(piece, quiet: false) == nil) }
    #expect(try feed.add("B".utf8)?.range == 0..<1001 * 4096 + 2)
}
