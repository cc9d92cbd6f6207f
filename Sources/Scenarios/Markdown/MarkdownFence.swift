/// The opening fence of a code block.
struct MarkdownFence {
    let info: String
    let position: Position
    /// Columns before the fence, 0...3; so many are taken from each line of the code.
    let indentation: Int
    private let mark: Unicode.Scalar
    private let count: Int

    /// The fence that the line is; nil when it is none. At most three columns stand before it.
    init?(_ line: MarkdownLine) {
        var line = line
        indentation = line.indentation
        line.skipIndentation()
        guard let mark = line.rest.first, mark == "`" || mark == "~" else { return nil }
        count = line.rest.prefix { $0 == mark }.count
        guard count >= 3 else { return nil }
        self.mark = mark
        position = line.position
        line.take(count)
        info = String(String.UnicodeScalarView(line.rest)).trimmingBlanks
        guard mark == "~" || !info.unicodeScalars.contains("`") else { return nil }
    }

    /// Whether the line is a closing fence for it.
    func isClosed(by line: MarkdownLine) -> Bool {
        guard line.indentation <= 3 else { return false }
        var line = line
        line.skipIndentation()
        let marks = line.rest.prefix { $0 == mark }.count
        guard marks >= count else { return false }
        line.take(marks)
        return line.isBlank
    }
}

/// The beginning of a list item.
struct MarkdownItem {
    /// How far its content is to the right of the line's own beginning, in columns.
    let columns: Int
    /// The line from its content on.
    let content: MarkdownLine

    /// The item that begins here; nil when none does. A paragraph is only interrupted by an item
    /// that has content and, when it is numbered, the number 1.
    init?(_ line: MarkdownLine, interrupts: Bool) {
        guard !Self.isRule(line) else { return nil }
        var line = line
        let indentation = line.indentation
        line.skipIndentation()
        let digits = line.rest.prefix { "0"..."9" ~= $0 }
        guard digits.count <= 9, let mark = line.rest.dropFirst(digits.count).first,
            digits.isEmpty ? "-+*".unicodeScalars.contains(mark) : mark == "." || mark == ")"
        else { return nil }
        let isFirst = digits.isEmpty || digits.elementsEqual(["1"])
        line.take(digits.count + 1)
        let space = line.indentation
        guard line.isBlank ? !interrupts : space > 0 && (isFirst || !interrupts) else {
            return nil
        }
        // Five columns or more are one column and indented code.
        let width = line.isBlank || space > 4 ? 1 : space
        columns = indentation + digits.count + 1 + width
        line.skip(columns: width)
        content = line
    }

    /// Whether the line is a thematic break such as `* * *`.
    static func isRule(_ line: MarkdownLine) -> Bool {
        let marks = line.rest.filter { $0 != " " && $0 != "\t" }
        guard marks.count >= 3, let first = marks.first, "-_*".unicodeScalars.contains(first)
        else { return false }
        return marks.allSatisfy { $0 == first }
    }
}

/// Raw HTML whose content is not Markdown.
enum MarkdownRaw {
    /// What ends the raw block that begins in this line, any of it; nil when none begins.
    static func end(ofBlockIn line: MarkdownLine) -> [String]? {
        var line = line
        line.skipIndentation()
        guard line.rest.first == "<" else { return nil }
        let text = String(String.UnicodeScalarView(line.rest)).lowercased()
        if text.hasPrefix("<!--") { return ["-->"] }
        let tags = ["pre", "script", "style", "textarea"]
        let begins = tags.contains { tag in
            guard text.hasPrefix("<" + tag) else { return false }
            guard let next = text.dropFirst(tag.count + 1).first else { return true }
            return next == ">" || next.isWhitespace
        }
        return begins ? tags.map { "</\($0)>" } : nil
    }
}

extension String {
    /// Without spaces and tabs at both ends.
    var trimmingBlanks: String {
        var scalars = unicodeScalars[...]
        while let first = scalars.first, first == " " || first == "\t" { scalars.removeFirst() }
        while let last = scalars.last, last == " " || last == "\t" { scalars.removeLast() }
        return String(scalars)
    }
}
