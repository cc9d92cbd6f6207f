/// The colours of reports for people.
public enum Palette: Hashable, Sendable {
    /// No colours: for files, pipes and `NO_COLOR`.
    case plain
    /// The eight basic ANSI colours, which follow the user's theme.
    case ansi

    /// What a piece of text stands for.
    enum Role: String {
        case good = "32"
        case bad = "1;31"
        case broken = "1;35"
        case doubtful = "33"
        case expected = "31"
        case actual = "92"
        case strong = "1"
        case faint = "2"
    }

    /// The text in its colour. It must not contain control characters.
    func paint(_ text: String, _ role: Role) -> String {
        switch self {
        case .plain: text
        case .ansi: text.isEmpty ? "" : "\u{1B}[\(role.rawValue)m\(text)\u{1B}[0m"
        }
    }
}
