import Patterns
import Terminal

/// Finds out why a pattern was not seen, by trying what people usually meant.
struct Hints {
    let patterns: [String]
    /// The end of the unconsumed output.
    let unconsumed: String
    /// The end of the consumed output.
    let consumed: String
    /// Number of the step whose wait consumed last.
    let consumedByStep: Int
    /// Patterns that earlier waits have met.
    var metBefore: Set<String> = []
    /// The end of standard error, where that is apart.
    var standardError = ""

    /// Every hint that applies, without repeats.
    var all: [String] {
        var hints: [String] = []
        for pattern in patterns {
            for hint in explanations(of: pattern) where !hints.contains(hint) { hints.append(hint) }
        }
        return hints
    }

    private func explanations(of pattern: String) -> [String] {
        var hints: [String] = []
        if metBefore.contains(pattern) {
            hints.append("earlier waits have met this pattern; it has not come again since")
        } else if finds(pattern, .dotAll, in: consumed + unconsumed) {
            hints.append(
                "the text was seen, but a wait of an earlier step (the latest is step"
                    + " \(consumedByStep)) has already consumed it; each wait looks only at what"
                    + " comes after the previous match")
        }
        if finds(pattern, .dotAll, in: standardError) {
            hints.append(
                "it stands on standard error; with `driver: pipe`, `expect` looks at standard"
                    + " output")
        }
        if finds("(?i)" + pattern, .dotAll, in: unconsumed) {
            hints.append("there is a match that differs in case; `(?i)` at the start ignores case")
        }
        if pattern.hasPrefix("^") || pattern.hasSuffix("$"),
            finds(pattern, [.dotAll, .multiline], in: unconsumed.replacingReturns)
        {
            hints.append(
                "a line matches, but `^` and `$` stand for the ends of all unconsumed output;"
                    + " `(?m)` at the start makes them the ends of a line (lines end in \\r\\n)")
        }
        if unconsumed.contains(scalars: pattern) {
            hints.append(
                "the text stands there literally; put a backslash before characters such as"
                    + " . ( ) [ ] $ * + ? to match them as they are")
        }
        let spaced = pattern.split(separator: " ").joined(separator: #"\s+"#)
        if spaced != pattern, finds(spaced, .dotAll, in: unconsumed) {
            hints.append(#"there is a match that differs in spaces or line breaks; try `\s+`"#)
        }
        if finds(pattern, .dotAll, in: PlainText.of(unconsumed.utf8)), hints.isEmpty {
            hints.append(
                "it matches once control sequences and carriage returns are removed: colours or"
                    + #" line ends (\r\n) stand between the parts"#)
        }
        return hints
    }

    private func finds(_ text: String, _ options: PatternOptions, in subject: String) -> Bool {
        // A hint is a courtesy: a pattern that cannot be compiled or costs too much gives none.
        (try? Pattern(text, options: options).firstMatch(in: subject) != nil) ?? false
    }
}

extension String {
    fileprivate var replacingReturns: String {
        String(decoding: utf8.filter { $0 != 0x0D }, as: UTF8.self)
    }
}
