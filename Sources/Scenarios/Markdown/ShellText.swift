/// Tells whether a shell would ask for more after the lines typed so far: an open quote,
/// here-document, group or compound command, or a line that ends in `\`, `|`, `&&` or `||`.
///
/// This is no parser: where it is wrong, ``ShellExampleReader`` takes the first line alone.
struct ShellText {
    private let text: [Unicode.Scalar]
    private var place = 0
    private var depth = 0
    private var parentheses = 0
    private var word: [Unicode.Scalar] = []
    private var isAtCommand = true
    private var hereDocuments: [(end: String, stripsTabs: Bool)] = []
    private var isOpenAtEnd = false

    private init(_ text: String) { self.text = Array(text.unicodeScalars) }

    /// Whether more must follow.
    static func isIncomplete(_ text: String) -> Bool {
        var reader = ShellText(text)
        return reader.read()
    }

    private mutating func read() -> Bool {
        while place < text.count {
            let scalar = text[place]
            place += 1
            switch scalar {
            case "\\":
                guard place < text.count else { return true }
                word.append("\\")
                place += 1
                if text[place - 1] == "\n", place == text.count { return true }
            case "'", "\"", "`": guard skipQuoted(until: scalar) else { return true }
            case "$" where next == "{": guard skipBraces() else { return true }
            case "$" where next == "(" && text[place...].dropFirst().first == "(":
                guard skipArithmetic() else { return true }
            case "#" where word.isEmpty: skipComment()
            case "<" where next == "<": readHereDocument()
            case "\n":
                endWord(beginsCommand: true)
                guard skipHereDocuments() else { return true }
            case " ", "\t", "\r": endWord(beginsCommand: false)
            case ";", "|", "&", "(", ")": takeOperator(scalar)
            default: word.append(scalar)
            }
            if ![" ", "\t", "\r", "\n", "|", "&"].contains(scalar) { isOpenAtEnd = false }
        }
        endWord(beginsCommand: false)
        return depth > 0 || parentheses > 0 || isOpenAtEnd || !hereDocuments.isEmpty
    }

    private var next: Unicode.Scalar? { place < text.count ? text[place] : nil }

    private mutating func takeOperator(_ scalar: Unicode.Scalar) {
        endWord(beginsCommand: true)
        switch scalar {
        case "(": parentheses += 1
        case ")": if parentheses > 0 { parentheses -= 1 }
        case "|": isOpenAtEnd = true
        case "&": isOpenAtEnd = place >= 2 && text[place - 2] == "&"
        default: break
        }
    }

    /// Counts the words that begin and end compound commands, where a command may begin.
    private mutating func endWord(beginsCommand: Bool) {
        defer {
            word = []
            if beginsCommand { isAtCommand = true }
        }
        guard !word.isEmpty, isAtCommand else { return }
        switch String(String.UnicodeScalarView(word)) {
        case "if", "while", "until", "{": depth += 1
        case "for", "case", "select":
            depth += 1
            isAtCommand = false
        case "fi", "esac", "done", "}": depth -= 1
        case "then", "else", "elif", "do", "!", "time": break
        default: isAtCommand = false
        }
    }

    private mutating func skipQuoted(until end: Unicode.Scalar) -> Bool {
        word.append(end)
        while place < text.count {
            let scalar = text[place]
            place += 1
            if scalar == end { return true }
            if scalar == "\\", end != "'" { place += 1 }
        }
        return false
    }

    private mutating func skipBraces() -> Bool {
        word.append("$")
        var open = 0
        while place < text.count {
            let scalar = text[place]
            place += 1
            switch scalar {
            case "\\": place += 1
            case "'", "\"", "`": guard skipQuoted(until: scalar) else { return false }
            case "{": open += 1
            case "}":
                open -= 1
                if open == 0 { return true }
            default: break
            }
        }
        return false
    }

    private mutating func skipArithmetic() -> Bool {
        word.append("$")
        var open = 0
        while place < text.count {
            let scalar = text[place]
            place += 1
            if scalar == "(" { open += 1 }
            if scalar == ")" { open -= 1 }
            if open == 0 { return true }
        }
        return false
    }

    private mutating func skipComment() {
        while let scalar = next, scalar != "\n" { place += 1 }
    }

    private mutating func readHereDocument() {
        place += 1
        if next == "<" {
            place += 1
            return
        }
        let stripsTabs = next == "-"
        if stripsTabs { place += 1 }
        while next == " " || next == "\t" { place += 1 }
        var end = ""
        while let scalar = next, !" \t\r\n;|&<>()".unicodeScalars.contains(scalar) {
            if !"'\"\\".unicodeScalars.contains(scalar) { end.unicodeScalars.append(scalar) }
            place += 1
        }
        if !end.isEmpty { hereDocuments.append((end, stripsTabs)) }
    }

    /// At the beginning of a line: reads the here-documents that begin there. False when one of
    /// them does not end.
    private mutating func skipHereDocuments() -> Bool {
        while let document = hereDocuments.first {
            guard place < text.count else { return false }
            let line = text[place...].prefix { $0 != "\n" }
            place = min(line.endIndex + 1, text.count)
            let tabless = document.stripsTabs ? line.drop { $0 == "\t" } : line
            if tabless.elementsEqual(document.end.unicodeScalars) { hereDocuments.removeFirst() }
        }
        return true
    }
}
