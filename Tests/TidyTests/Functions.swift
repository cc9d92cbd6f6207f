/// Finds the functions of a file by their braces.
struct Functions {
    /// A function with a body.
    struct Found: Equatable {
        /// Where it begins, from 1.
        var line: Int
        /// From its name to its closing brace.
        var lines: Int
    }

    private var found: [Found] = []
    private var braces = 0
    private var parentheses = 0
    /// A function whose body has not begun, and the parentheses around it.
    private var begun: (line: Int, parentheses: Int)?
    /// Functions whose body is open, and the braces outside.
    private var open: [(line: Int, braces: Int)] = []

    /// All functions of a Swift or C file.
    static func all(in file: RepositoryFile) -> [Found] {
        var functions = Functions()
        let isSwift = file.ending == "swift"
        for (index, line) in file.code.enumerated() {
            functions.take(line, index + 1, isSwift: isSwift)
        }
        return functions.found
    }

    private mutating func take(_ line: String, _ number: Int, isSwift: Bool) {
        // In C a function begins at the margin and has its brace on that line or a later one.
        if !isSwift, let first = line.first, first.isLetter, line.contains("(") {
            begun = (number, parentheses)
        }
        var word = ""
        for character in line + " " {
            if character.isLetter || character.isNumber || character == "_" || character == "." {
                word.append(character)
                continue
            }
            if isSwift, Self.begins(word, before: character) { begun = (number, parentheses) }
            word = ""
            take(character, number)
        }
        if !isSwift, line.hasSuffix(";") { begun = nil }
    }

    private static func begins(_ word: String, before next: Character) -> Bool {
        switch word {
        case "func": next == " "
        case "init": "(?<".contains(next)
        case "deinit", "subscript": true
        default: false
        }
    }

    private mutating func take(_ sign: Character, _ line: Int) {
        switch sign {
        case "(": parentheses += 1
        case ")": parentheses -= 1
        case "{":
            if let start = begun, start.parentheses == parentheses {
                open.append((start.line, braces))
                begun = nil
            }
            braces += 1
        case "}":
            braces -= 1
            if begun?.parentheses == parentheses { begun = nil }
            if let last = open.last, last.braces == braces {
                found.append(Found(line: last.line, lines: line - last.line + 1))
                open.removeLast()
            }
        default: break
        }
    }
}
