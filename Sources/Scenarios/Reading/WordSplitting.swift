/// Splits a text into words by the quoting rules of the POSIX shell, as Python's `shlex.split`;
/// nothing else of a shell happens.
enum WordSplitting {
    /// Why a text cannot be split.
    struct Mistake: Error, Hashable {
        var message: String
        /// Where, in Unicode scalars from the start.
        var offset: Int
    }

    /// The words of a text.
    static func split(_ text: String) throws(Mistake) -> [String] {
        var words: [String] = []
        var word: String.UnicodeScalarView?
        var scalars = ArraySlice(text.unicodeScalars)
        while let scalar = scalars.popFirst() {
            switch scalar {
            case " ", "\t", "\r", "\n":
                if let finished = word { words.append(String(finished)) }
                word = nil
            case "'", "\"":
                let part = try quoted(by: scalar, &scalars)
                word = (word ?? .init()) + part
            case "\\":
                let start = scalars.startIndex - 1
                guard let next = scalars.popFirst() else {
                    throw Mistake(message: "nothing follows the last backslash", offset: start)
                }
                word = (word ?? .init()) + [next]
            default: word = (word ?? .init()) + [scalar]
            }
        }
        if let word { words.append(String(word)) }
        return words
    }

    /// What stands between the quotes; in double quotes a backslash escapes `"` and `\`.
    private static func quoted(
        by quote: Unicode.Scalar, _ scalars: inout ArraySlice<Unicode.Scalar>
    ) throws(Mistake) -> String.UnicodeScalarView {
        let start = scalars.startIndex - 1
        var part = String.UnicodeScalarView()
        while let scalar = scalars.popFirst() {
            if scalar == quote { return part }
            if quote == "\"", scalar == "\\", let next = scalars.first {
                if next != "\"", next != "\\" { part.append(scalar) }
                part.append(next)
                scalars.removeFirst()
            } else {
                part.append(scalar)
            }
        }
        throw Mistake(message: "the quote `\(quote)` is not closed", offset: start)
    }

    /// The words as one text that splits into them again.
    static func join(_ words: [String]) -> String {
        words.map { word in
            let isPlain =
                !word.isEmpty
                && word.utf8.allSatisfy {
                    $0.isLetter || $0.isDigit || "_-./=:,+@%".utf8.contains($0)
                }
            if isPlain { return word }
            let parts = word.unicodeScalars.split(
                separator: "'", omittingEmptySubsequences: false)
            return "'" + parts.map { String($0) }.joined(separator: "'\"'\"'") + "'"
        }.joined(separator: " ")
    }
}
