import Jobs

/// A run in one line: `12 passed, 1 failed, 1 error, 2 skipped in 3.4 s (1 flaky)`.
enum SummaryLine {
    static func text(_ summary: RunSummary, palette: Palette = .plain) -> String {
        let start = summary.interrupted ? palette.paint("interrupted", .broken) + ": " : ""
        let flaky = summary.results.count(where: \.isFlaky)
        let end = flaky == 0 ? "" : " (" + palette.paint("\(flaky) flaky", .doubtful) + ")"
        let parts = OutcomeStyle.words.compactMap { word -> String? in
            let count = summary.count(word)
            return count == 0 ? nil : palette.paint(text(count, word), OutcomeStyle.role(of: word))
        }
        let counts = parts.isEmpty ? "no scenarios" : parts.joined(separator: ", ")
        return start + counts + " in " + summary.duration.shown + end
    }

    private static func text(_ count: Int, _ word: String) -> String {
        "\(count) \(word == "error" && count > 1 ? "errors" : word)"
    }
}

/// How outcomes look, by their word.
enum OutcomeStyle {
    /// All words, in the order of telling.
    static let words = ["passed", "failed", "error", "cancelled", "skipped"]

    static func role(of word: String) -> Palette.Role {
        switch word {
        case "passed": .good
        case "failed": .bad
        case "error": .broken
        default: .doubtful
        }
    }

    /// Five capital letters or fewer.
    static func badge(_ word: String) -> String {
        switch word {
        case "passed": "PASS"
        case "failed": "FAIL"
        case "error": "ERROR"
        case "cancelled": "STOP"
        default: "SKIP"
        }
    }
}
