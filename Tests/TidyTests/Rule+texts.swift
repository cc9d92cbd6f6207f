/// What every text of the repository keeps to.
extension Rule {
    static let texts = [machinePaths, documented]

    private static let machinePaths = Rule(
        name: "nothing names a place of somebody's machine",
        check: { file in
            file.lines.enumerated().compactMap { index, line in
                personalPlaces.first { line.contains($0) && !isPartOfPath($0, in: line) }.map {
                    file.finding(
                        index + 1, "`\($0)`", instead: "a path from the repository's root, or $HOME"
                    )
                }
            }
        },
        bad: [
            (RepositoryFile("docs/a.md", "a\nsee \(personalPlaces[0])main/docs"), 2),
            (RepositoryFile("Tests/A/Golden/a.txt", "records: \(personalPlaces[1]).local"), 1),
            (RepositoryFile(".ci/run", "cd \(personalPlaces[2])house"), 1),
        ],
        good: [RepositoryFile("docs/a.md", "the frame" + personalPlaces[0] + " and /tmp/house")])

    /// Put together here, so that this file does not break the rule itself.
    private static let personalPlaces = [["work"], ["root"], ["tmp", "h"]].map {
        "/" + $0.joined(separator: "/") + "/"
    }

    /// `tests` + the place is the end of a longer path.
    private static func isPartOfPath(_ place: String, in line: String) -> Bool {
        guard let range = line.firstRange(of: place), range.lowerBound > line.startIndex else {
            return false
        }
        let before = line[line.index(before: range.lowerBound)]
        return before.isLetter || before.isNumber || before == "}" || before == ")"
    }

    private static let documented = Rule(
        name: "a source file opens by saying what it is",
        check: { file in
            guard file.target != nil, file.ending == "swift" || file.ending == "c" else {
                return []
            }
            if file.ending == "c" {
                return file.lines.first?.hasPrefix("// ") == true
                    ? [] : [file.finding(1, "no opening comment", instead: "say what the file is")]
            }
            guard let first = file.code.firstIndex(where: isDeclaration),
                !isDocumented(first, in: file)
            else { return [] }
            return [
                file.finding(
                    first + 1, "the first declaration has no doc comment",
                    instead: "begin with `///` and say what it is and whom it may talk to")
            ]
        },
        bad: [
            (RepositoryFile("Sources/A/A.swift", "import B\n\nstruct A {}"), 3),
            (RepositoryFile("Sources/A/A.swift", "// No doc comment.\nenum A {}"), 2),
            (RepositoryFile("Sources/A/A.swift", "extension A {\n    var b: Int { 1 }\n}"), 1),
            (RepositoryFile("Sources/A/a.c", "#include <poll.h>"), 1),
        ],
        good: [
            RepositoryFile("Sources/A/A.swift", "import B\n\n/// A.\n@main\nstruct A {}"),
            RepositoryFile("Sources/A/A.swift", "extension A {\n    /// B.\n    var b: Int { 1 }"),
            RepositoryFile("Tests/A/A.swift", "struct A {}"),
        ])

    private static func isDeclaration(_ line: String) -> Bool {
        let words = line.split(separator: " ")
        guard let first = words.first else { return false }
        return !first.hasPrefix("@") && !first.hasSuffix("import") && !words.contains("import")
    }

    /// A doc comment stands above (attributes between), or above an extension's first member.
    private static func isDocumented(_ index: Int, in file: RepositoryFile) -> Bool {
        let above = file.lines[..<index].reversed().first { !$0.hasPrefix("@") } ?? ""
        if above.hasPrefix("///") { return true }
        guard file.code[index].contains(word: "extension"), index + 1 < file.lines.count else {
            return false
        }
        return file.lines[index + 1].contains("/// ")
    }
}
