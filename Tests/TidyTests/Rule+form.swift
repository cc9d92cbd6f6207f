/// How long and how named.
extension Rule {
    static let form = [fileLength, functionLength, lineLength, fileName]

    private static let fileLinesMax = 400
    private static let functionLinesMax = 70
    private static let columnsMax = 100

    private static let fileLength = Rule(
        name: "a file has at most 400 lines",
        check: { file in
            // The report of the benchmarks has a part for each task; a program writes it.
            guard file.isProgram || file.ending == "md", file.path != "docs/benchmarks.md",
                file.lines.count > fileLinesMax
            else { return [] }
            let what = "\(file.lines.count) lines"
            return [
                file.finding(fileLinesMax + 1, what, instead: "divide it by the ideas in it")
            ]
        },
        bad: [
            (RepositoryFile("Sources/Jobs/Long.swift", sample(lines: 401)), 401),
            (RepositoryFile("docs/long.md", sample(lines: 500)), 401),
        ],
        good: [
            RepositoryFile("Sources/Jobs/Long.swift", sample(lines: 400)),
            RepositoryFile("docs/benchmarks.md", sample(lines: 500)),
            RepositoryFile("Tests/PatternsTests/Golden/long.tsv", sample(lines: 4000)),
        ])

    private static let functionLength = Rule(
        name: "a function has at most 70 lines",
        check: { file in
            Functions.all(in: file).filter { $0.lines > functionLinesMax }.map {
                file.finding(
                    $0.line, "a function of \($0.lines) lines", instead: "name its parts")
            }
        },
        bad: [
            (RepositoryFile("Sources/A/A.swift", "struct A {\n" + function(lines: 71)), 2),
            (RepositoryFile("Sources/A/a.c", cFunction(lines: 71)), 1),
        ],
        good: [
            RepositoryFile("Sources/A/A.swift", function(lines: 70) + function(lines: 70)),
            RepositoryFile("Sources/A/a.c", cFunction(lines: 70)),
            RepositoryFile(
                "Sources/A/B.swift",
                "protocol B {\n    func a()\n}\nenum C {\n" + sample(lines: 100) + "}\n"),
        ])

    private static let lineLength = Rule(
        name: "a line has at most 100 columns",
        check: { file in
            guard file.isProgram || file.ending == "md" || file.ending == "",
                !file.path.contains("/Golden/")
            else { return [] }
            var isFenced = false
            return file.lines.indices.compactMap { index in
                let line = file.lines[index]
                if line.hasPrefix("```") { isFenced.toggle() }
                // Tables cannot be broken and what a program printed must not be.
                if file.ending == "md", isFenced || line.hasPrefix("|") { return nil }
                if file.isInsideText(index + 1) { return nil }
                guard line.count > columnsMax else { return nil }
                return file.finding(index + 1, "\(line.count) columns", instead: "break the line")
            }
        },
        bad: [
            (RepositoryFile("Tests/A/a.py", "a\n" + String(repeating: "x", count: 101)), 2),
            (RepositoryFile("docs/a.md", String(repeating: "ä", count: 101)), 1),
        ],
        good: [
            RepositoryFile("Sources/A/A.swift", String(repeating: "ä", count: 100)),
            RepositoryFile("docs/a.md", "| " + String(repeating: "x", count: 101)),
            RepositoryFile("docs/a.md", "```\n" + String(repeating: "x", count: 101)),
            RepositoryFile(
                "Sources/A/A.swift",
                "let a = \"\"\"\n" + String(repeating: "x", count: 101) + "\n\"\"\""),
        ])

    private static let fileName = Rule(
        name: "a file is named after its idea",
        check: { file in
            guard file.isProgram, let name = file.path.split(separator: "/").last else { return [] }
            let stem = name.split(separator: ".")[0]
            guard let word = words(stem).first(where: isEmptyWord) ?? numbering(stem) else {
                return []
            }
            return [
                file.finding(
                    1, "`\(word)` in a file's name",
                    instead: "say what is in it, or put it beside"
                        + " its one user")
            ]
        },
        bad: [
            "Sources/A/Utils.swift", "Sources/A/StringExtensions.swift", "Tests/A/helpers.py",
            "Sources/A/JobManager.swift", "Sources/A/Player2.swift", "Sources/A/NewPlayer.swift",
            "Sources/A/player_legacy.c", "Sources/A/Common.swift", "Sources/A/String+Util.swift",
        ].map { (RepositoryFile($0, "\n"), 1) },
        good: [
            "Sources/A/UTF8Repair.swift", "Sources/A/Newline.swift", "Sources/A/Manage.swift",
            "Sources/A/Player+waits.swift",
        ].map { RepositoryFile($0, "\n") })

    private static func isEmptyWord(_ word: String) -> Bool {
        [
            "util", "utils", "utility", "utilities", "helper", "helpers", "common", "misc",
            "manager", "extensions", "new", "old", "legacy",
        ].contains(word.lowercased())
    }

    /// `NewPlayer` and `player_new` are both two words.
    private static func words(_ stem: Substring) -> [String] {
        var words: [String] = []
        var word = ""
        for character in stem {
            if !character.isLetter || (character.isUppercase && word.last?.isLowercase == true) {
                words.append(word)
                word = ""
            }
            if character.isLetter { word.append(character) }
        }
        return words + [word]
    }

    private static func numbering(_ stem: Substring) -> String? {
        let digits = stem.reversed().prefix(while: \.isNumber)
        return digits.isEmpty ? nil : String(digits.reversed())
    }

    private static func sample(lines: Int) -> String {
        String(repeating: "    case a\n", count: lines)
    }

    private static func function(lines: Int) -> String {
        "    func a(_ b: () -> Void = {}) {\n" + sample(lines: lines - 2) + "    }\n"
    }

    private static func cFunction(lines: Int) -> String {
        "int a(void) {\n" + sample(lines: lines - 2) + "}\n"
    }
}
