/// A `${{ … }}` in a text.
struct Placeholder {
    /// What it stands for.
    enum Meaning: Equatable {
        /// A value of the matrix cell, put in place when the file is read.
        case matrix(String)
        /// A variable of the program's environment, put in place when the scenario runs.
        case env(String)
        /// Neither.
        case unknown(String)
        /// There is no `}}`.
        case unclosed
    }

    /// What it stands for.
    var meaning: Meaning
    /// From `${{` to after `}}`.
    var range: Range<String.Index>
    /// Its start, in scalars of the text.
    var offset: Int

    /// Every placeholder of a text, in order.
    static func all(in text: String) -> [Placeholder] {
        var found: [Placeholder] = []
        let scalars = text.unicodeScalars
        var place = scalars.startIndex
        var offset = 0
        while place < scalars.endIndex {
            guard scalars[place] == "$", scalars[place...].starts(with: "${{".unicodeScalars)
            else {
                place = scalars.index(after: place)
                offset += 1
                continue
            }
            guard let placeholder = parse(text, from: place, offset: offset) else { break }
            found.append(placeholder)
            offset += scalars.distance(from: place, to: placeholder.range.upperBound)
            place = placeholder.range.upperBound
        }
        return found
    }

    /// The text with `${{env.NAME}}` for every `${{ env.NAME }}`, so that it stays one word.
    static func compacted(_ text: String) -> String {
        replacing(text) { "${{env.\($0)}}" }
    }

    /// The text with every `${{ env.NAME }}` replaced.
    static func replacing(_ text: String, _ value: (String) -> String) -> String {
        var result = ""
        var place = text.startIndex
        for placeholder in all(in: text) {
            guard case .env(let name) = placeholder.meaning else { continue }
            result += text[place..<placeholder.range.lowerBound] + value(name)
            place = placeholder.range.upperBound
        }
        return result + text[place...]
    }

    private static func parse(
        _ text: String, from start: String.Index, offset: Int
    ) -> Placeholder? {
        let scalars = text.unicodeScalars
        let inside = scalars.index(start, offsetBy: 3)
        var end = inside
        while end < scalars.endIndex, !scalars[end...].starts(with: "}}".unicodeScalars) {
            end = scalars.index(after: end)
        }
        guard end < scalars.endIndex else {
            return Placeholder(
                meaning: .unclosed, range: start..<scalars.endIndex, offset: offset)
        }
        let name = String(scalars[inside..<end]).trimmedSpaces
        return Placeholder(
            meaning: meaning(name), range: start..<scalars.index(end, offsetBy: 2),
            offset: offset)
    }

    private static func meaning(_ text: String) -> Meaning {
        if text.hasPrefix("matrix."), isName(text.dropFirst(7)) {
            return .matrix(String(text.dropFirst(7)))
        }
        if text.hasPrefix("env."), isName(text.dropFirst(4)) {
            return .env(String(text.dropFirst(4)))
        }
        return .unknown(text)
    }

    /// Letters, digits, `_` and `-`, not starting with a digit or `-`.
    static func isName(_ text: some StringProtocol) -> Bool {
        guard let first = text.utf8.first, first.isLetter || first == UInt8(ascii: "_") else {
            return false
        }
        return text.utf8.allSatisfy {
            $0.isLetter || $0.isDigitOrUnderscore || $0 == UInt8(ascii: "-")
        }
    }
}

extension String {
    /// The text with every `${{ env.NAME }}` replaced by that variable, nothing when it is not set.
    ///
    /// Scenarios keep these placeholders; whoever runs one knows the program's environment. What
    /// a variable holds is not looked at again.
    public func resolvingEnvironment(_ env: (String) -> String?) -> String {
        utf8.contains(UInt8(ascii: "$")) ? Placeholder.replacing(self) { env($0) ?? "" } : self
    }
}

extension StringProtocol {
    /// Without white space at both ends, as Python's `strip()`.
    var trimmedSpaces: String {
        let scalars = unicodeScalars.drop { $0.properties.isWhitespace }
        let kept = scalars.reversed().drop { $0.properties.isWhitespace }
        return String(String.UnicodeScalarView(kept.reversed()))
    }
}
