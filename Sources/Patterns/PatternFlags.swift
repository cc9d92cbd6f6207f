/// The flags of Python's `re` that change the meaning of what follows them.
struct PatternFlags: OptionSet, Hashable {
    let rawValue: UInt8

    static let ignoreCase = PatternFlags(rawValue: 1)
    static let multiline = PatternFlags(rawValue: 2)
    static let dotAll = PatternFlags(rawValue: 4)
    static let verbose = PatternFlags(rawValue: 8)
    static let ascii = PatternFlags(rawValue: 16)
    /// The default meaning of a text pattern; only written, never needed.
    static let unicode = PatternFlags(rawValue: 32)

    /// Flags that choose the character tables; they exclude each other.
    static let types: PatternFlags = [.ascii, .unicode]

    init(rawValue: UInt8) {
        self.rawValue = rawValue
    }

    /// The flag of an inline letter.
    init?(letter: Unicode.Scalar) {
        switch letter {
        case "i": self = .ignoreCase
        case "m": self = .multiline
        case "s": self = .dotAll
        case "x": self = .verbose
        case "a": self = .ascii
        case "u": self = .unicode
        default: return nil
        }
    }

    /// The letters PCRE2 shares with Python; the translation itself does the others' work.
    var sharedLetters: String {
        (contains(.ignoreCase) ? "i" : "") + (contains(.multiline) ? "m" : "")
            + (contains(.dotAll) ? "s" : "")
    }
}
