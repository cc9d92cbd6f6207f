/// What the code does not say.
extension Rule {
    static let language = [
        forced, swallowed, unowned, wrapped, printed, foundation, timeAndChance, sleepingTests,
    ]

    /// The targets that know no clock, no chance and no outside.
    static let pureTargets: Set<String> = [
        "Patterns", "Terminal", "Access", "Scenarios", "Playback", "Jobs", "Reports", "Wire",
        "GraphQL", "Settings", "Webhooks",
    ]

    private static let forced = words(
        "nothing is forced", ["try!", "as!"], instead: "handle the failure",
        where: { $0.ending == "swift" },
        bad: [
            (RepositoryFile("Sources/A/A.swift", "a()\nlet b = try! a()"), 2),
            (RepositoryFile("Tests/A/A.swift", "let b = a as! Int"), 1),
        ],
        good: [RepositoryFile("Sources/A/A.swift", "// try! is banned\nlet a = \"as! try!\"")])

    private static let swallowed = commented(
        "a swallowed error has its reason beside it", "try?",
        what: "`try?` without a comment on its line or above",
        instead: "say why the error does not matter, or handle it")

    private static let unowned = commented(
        "a task that nobody owns has its reason beside it", "Task {",
        what: "a bare `Task {` without a comment on its line or above",
        instead: "use a task group, or say who ends it")

    private static let wrapped = words(
        "a mutex keeps no bare closure", ["Mutex<(@", "Mutex<(("],
        instead: "put the closure into a type: each look would wrap it once more",
        where: { $0.ending == "swift" && $0.target != nil },
        bad: [
            (RepositoryFile("Sources/Jobs/A.swift", "let a = Mutex<(@Sendable () -> Int)>(b)"), 1)
        ],
        good: [RepositoryFile("Sources/Jobs/A.swift", "let a = Mutex<Watcher?>(nil)")])

    private static let printed = words(
        "libraries do not print", ["print(", "debugPrint(", "dump(", "fputs(", "NSLog("],
        instead: "return it or emit an event",
        where: { $0.ending == "swift" && $0.target != nil && $0.target != "orchestroctl" },
        bad: [(RepositoryFile("Sources/Jobs/A.swift", "func a() {\n    print(1)\n}"), 2)],
        good: [
            RepositoryFile("Sources/Jobs/A.swift", "a.footprint(1)"),
            RepositoryFile("Sources/orchestroctl/A.swift", "print(1)"),
        ])

    private static let foundation = words(
        "the programs stay small", ["import Foundation", "import FoundationEssentials"],
        instead: "use the standard library and Glibc",
        where: { $0.ending == "swift" && $0.target != nil },
        bad: [
            (RepositoryFile("Sources/A/A.swift", "import Foundation"), 1),
            (RepositoryFile("Sources/A/A.swift", "import Glibc\nimport FoundationEssentials"), 2),
        ],
        good: [RepositoryFile("Tests/A/A.swift", "import Foundation")])

    private static let timeAndChance = words(
        "pure targets know no clock and no chance",
        [
            "ContinuousClock", "SuspendingClock", "clock_gettime(", "gettimeofday(", "time(nil",
            "sleep(", "usleep(", "nanosleep(", "Date(", ".random(", ".randomElement(",
            ".shuffled(", "SystemRandomNumberGenerator", "getrandom(", "rand(",
        ],
        instead: "take it as an argument",
        where: { file in file.target.map(pureTargets.contains) ?? false },
        bad: [
            (RepositoryFile("Sources/Jobs/A.swift", "\nlet now = ContinuousClock().now"), 2),
            (RepositoryFile("Sources/Playback/A.swift", "let a = Int.random(in: 0..<9)"), 1),
            (RepositoryFile("Sources/Terminal/A.swift", "usleep(1000)"), 1),
        ],
        good: [
            RepositoryFile("Sources/Engine/A.swift", "usleep(1000)"),
            RepositoryFile("Sources/Jobs/A.swift", "let runtime = Runtime(nil)"),
        ])

    private static let sleepingTests = words(
        "tests wait for events, not for time",
        ["sleep(", "usleep(", "nanosleep(", "Task.sleep(", "Thread.sleep("],
        instead: "wait for what is to happen",
        where: { $0.ending == "swift" && $0.path.hasPrefix("Tests/") },
        bad: [
            (RepositoryFile("Tests/A/A.swift", "try await Task.sleep(for: .seconds(1))"), 1),
            (RepositoryFile("Tests/A/A.swift", "a()\nusleep(9)"), 2),
        ],
        good: [RepositoryFile("Tests/A/A.swift", "let program = \"sleep(1)\"")])

    /// A rule that some words do not occur in code; the longest of several in a place counts.
    private static func words(
        _ name: String, _ words: [String], instead: String,
        where applies: @escaping @Sendable (RepositoryFile) -> Bool,
        bad: [(file: RepositoryFile, line: Int)], good: [RepositoryFile]
    ) -> Rule {
        Rule(
            name: name,
            check: { file in
                guard applies(file) else { return [] }
                return file.code.enumerated().compactMap { index, line in
                    words.first { line.contains(word: $0) }.map {
                        file.finding(index + 1, "`\($0)`", instead: instead)
                    }
                }
            }, bad: bad, good: good)
    }

    /// A rule that a word in code has a comment on its line or on the line above.
    private static func commented(
        _ name: String, _ word: String, what: String, instead: String
    ) -> Rule {
        let use = "    let a = \(word) b }"
        return Rule(
            name: name,
            check: { file in
                guard file.ending == "swift", file.target != nil else { return [] }
                return file.code.indices.filter { index in
                    let line = file.code[index]
                    // A type's member of that name is another thing: `-> Submission.Task {`.
                    guard line.contains(word: word), !line.hasSuffix("." + word) else {
                        return false
                    }
                    // A `guard` alone on its line begins the statement.
                    let isOpened = index > 0 && file.code[index - 1].hasSuffix(" guard")
                    return file.commentLines.isDisjoint(
                        with: [index + 1, index, isOpened ? index - 1 : index])
                }.map { file.finding($0 + 1, what, instead: instead) }
            },
            bad: [
                (RepositoryFile("Sources/A/A.swift", "// Far away.\n\n" + use), 3),
                (RepositoryFile("Sources/A/A.swift", use + "\n// Too late."), 1),
            ],
            good: [
                RepositoryFile("Sources/A/A.swift", "// Why.\n" + use),
                RepositoryFile("Sources/A/A.swift", use + "  // why"),
                RepositoryFile("Sources/A/A.swift", "    func a() -> A.\(word)"),
                RepositoryFile("Sources/A/A.swift", "    // Why.\n    guard\n    " + use),
            ])
    }
}

extension String {
    /// Whether the text occurs, not as the end of a longer word.
    func contains(word: String) -> Bool {
        var rest = self[...]
        while let range = rest.firstRange(of: word) {
            let before = range.lowerBound > startIndex ? self[index(before: range.lowerBound)] : " "
            let isName = before.isLetter || before.isNumber || before == "_"
            let after = range.upperBound < endIndex ? self[range.upperBound] : " "
            let isLonger = word.last?.isLetter == true && (after.isLetter || after.isNumber)
            if !isName || word.first == ".", !isLonger { return true }
            rest = rest[range.upperBound...]
        }
        return false
    }
}
