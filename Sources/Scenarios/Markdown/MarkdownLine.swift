/// One line of a Markdown document, read from left to right by columns: a tab reaches to the next
/// multiple of four, and may be used up in part.
struct MarkdownLine {
    /// 1-based number in the document.
    let number: Int
    private let scalars: ArraySlice<Unicode.Scalar>
    private var place: Int
    private var column = 0
    /// Columns of a tab that was used up in part.
    private var owed = 0

    init(_ scalars: ArraySlice<Unicode.Scalar>, number: Int) {
        self.number = number
        self.scalars = scalars
        place = scalars.startIndex
    }

    /// The lines of a document; they end in LF, CR or CR LF.
    static func lines(of document: String) -> [MarkdownLine] {
        var scalars = Array(document.unicodeScalars)[...]
        if scalars.first == "\u{FEFF}" { scalars.removeFirst() }
        var lines: [MarkdownLine] = []
        while !scalars.isEmpty {
            let end = scalars.firstIndex { $0 == "\n" || $0 == "\r" } ?? scalars.endIndex
            lines.append(MarkdownLine(scalars[..<end], number: lines.count + 1))
            var next = min(end + 1, scalars.endIndex)
            if end < scalars.endIndex, scalars[end] == "\r", next < scalars.endIndex,
                scalars[next] == "\n"
            {
                next += 1
            }
            scalars = scalars[next...]
        }
        return lines
    }

    /// What is not read yet.
    var rest: ArraySlice<Unicode.Scalar> { scalars[place...] }

    /// What is not read yet, with the columns left of a tab as spaces.
    var text: String {
        String(repeating: " ", count: owed) + String(String.UnicodeScalarView(rest))
    }

    /// 1-based column, in scalars, of what is not read yet.
    var position: Position {
        Position(line: number, column: place - scalars.startIndex + 1)
    }

    var isBlank: Bool { rest.allSatisfy { $0 == " " || $0 == "\t" } }

    /// Columns of white space before the next character.
    var indentation: Int {
        var end = column + owed
        for scalar in rest {
            if scalar == " " {
                end += 1
            } else if scalar == "\t" {
                end += 4 - end % 4
            } else {
                break
            }
        }
        return end - column
    }

    /// Reads at most so many columns of white space.
    mutating func skip(columns: Int) {
        var left = columns
        while left > 0 {
            if owed > 0 {
                let part = min(owed, left)
                owed -= part
                column += part
                left -= part
            } else if rest.first == " " {
                place += 1
                column += 1
                left -= 1
            } else if rest.first == "\t" {
                owed = 4 - column % 4
                place += 1
            } else {
                return
            }
        }
    }

    /// Reads all white space.
    mutating func skipIndentation() { skip(columns: .max) }

    /// Reads so many characters, none of them white space.
    mutating func take(_ count: Int) {
        place += count
        column += count
    }
}
