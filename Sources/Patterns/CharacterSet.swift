/// A set of characters (`[...]`, `\s`, ...) as ranges, and how PCRE2 is told about it.
struct CharacterSet {
    typealias Range = ClosedRange<UInt32>

    /// Scalar values; surrogates may be named by the author but never occur in text.
    var ranges: [Range] = []
    /// `\d`, `\D`, `\w` and `\W`, where PCRE2's Unicode meaning is Python's.
    var classes: [String] = []
    var isNegated = false

    static let everything: Range = 0...0x10FFFF
    /// What Python's `str.isspace` holds for; PCRE2's `\s` differs in U+001C to U+001F and U+180E.
    static let unicodeSpace: [Range] = [
        0x09...0x0D, 0x1C...0x20, 0x85...0x85, 0xA0...0xA0, 0x1680...0x1680, 0x2000...0x200A,
        0x2028...0x2029, 0x202F...0x202F, 0x205F...0x205F, 0x3000...0x3000,
    ]
    static let asciiSpace: [Range] = [0x09...0x0D, 0x20...0x20]
    static let asciiDigit: [Range] = [0x30...0x39]
    static let asciiWord: [Range] = [0x30...0x39, 0x41...0x5A, 0x5F...0x5F, 0x61...0x7A]

    /// Adds `\d`, `\s`, `\w` or a negation; false when `letter` is none of them.
    mutating func add(category letter: Unicode.Scalar, ascii: Bool) -> Bool {
        switch letter {
        case "s": ranges += ascii ? Self.asciiSpace : Self.unicodeSpace
        case "S": ranges += Self.complement(ascii ? Self.asciiSpace : Self.unicodeSpace)
        case "d" where ascii: ranges += Self.asciiDigit
        case "D" where ascii: ranges += Self.complement(Self.asciiDigit)
        case "w" where ascii: ranges += Self.asciiWord
        case "W" where ascii: ranges += Self.complement(Self.asciiWord)
        case "d", "D", "w", "W": classes.append("\\\(letter)")
        default: return false
        }
        return true
    }

    /// The set in PCRE2 syntax; always one item that matches one character.
    func syntax(flags: PatternFlags) -> String {
        // PCRE2 knows that a leading `.*` need not be tried at later places; not so `[\s\S]*`.
        if flags.contains(.dotAll), !isNegated, coversEverything { return "." }
        let foldsASCII = flags.isSuperset(of: [.ascii, .ignoreCase])
        let visible = (foldsASCII ? Self.foldingASCII(ranges) : ranges).flatMap(Self.visible)
        guard !visible.isEmpty || !classes.isEmpty else {
            return isNegated ? "[\\x{0}-\\x{10ffff}]" : "[^\\x{0}-\\x{10ffff}]"
        }
        var set = isNegated ? "[^" : "["
        for range in visible {
            set += Self.literal(range.lowerBound)
            if range.count > 1 { set += "-" + Self.literal(range.upperBound) }
        }
        set += classes.joined() + "]"
        return foldsASCII ? "(?-i:\(set))" : set
    }

    /// One literal character outside a set, in PCRE2 syntax.
    static func character(_ value: UInt32, flags: PatternFlags) -> String {
        let foldsBeyondASCII = value > 0x7F || "kKsS".unicodeScalars.contains { $0.value == value }
        let isPlain = Unicode.Scalar(value) != nil
        if isPlain && !(foldsBeyondASCII && flags.isSuperset(of: [.ascii, .ignoreCase])) {
            return literal(value)
        }
        return CharacterSet(ranges: [value...value]).syntax(flags: flags)
    }

    /// A scalar value so that PCRE2 takes it literally, inside a set and outside.
    private static func literal(_ value: UInt32) -> String {
        guard let scalar = Unicode.Scalar(value), value > 0x1F, !(0x7F...0x9F).contains(value)
        else { return "\\x{\(String(value, radix: 16))}" }
        let isPlain =
            value > 0x7F || scalar.properties.isAlphabetic || asciiDigit[0].contains(value)
            || scalar == " "
        return isPlain ? "\(scalar)" : "\\\(scalar)"
    }

    /// Holds for `[\s\S]` and its like.
    private var coversEverything: Bool {
        if ["d", "w"].contains(where: { letter in
            classes.contains("\\" + letter) && classes.contains("\\" + letter.uppercased())
        }) {
            return true
        }
        var covered: UInt32 = 0
        for range in ranges.sorted(by: { $0.lowerBound < $1.lowerBound }) {
            guard range.lowerBound <= covered else { return false }
            covered = max(covered, range.upperBound + 1)
        }
        return covered > Self.everything.upperBound
    }

    private static func complement(_ ranges: [Range]) -> [Range] {
        var holes: [Range] = []
        var start: UInt32 = 0
        for range in ranges {
            if start < range.lowerBound { holes.append(start...(range.lowerBound - 1)) }
            start = range.upperBound + 1
        }
        return holes + [start...everything.upperBound]
    }

    /// The range without surrogates, which PCRE2 refuses to hear of.
    private static func visible(_ range: Range) -> [Range] {
        let surrogates: Range = 0xD800...0xDFFF
        let low = surrogates.contains(range.lowerBound) ? 0xE000 : range.lowerBound
        let high = surrogates.contains(range.upperBound) ? 0xD7FF : range.upperBound
        return low <= high ? [low...high] : []
    }

    /// Adds the other case of the ASCII letters, for `(?ai)` (PCRE2 would fold `k` to U+212A).
    private static func foldingASCII(_ ranges: [Range]) -> [Range] {
        func shifted(_ range: Range, into letters: Range, by distance: Int64) -> [Range] {
            guard range.overlaps(letters) else { return [] }
            let part = range.clamped(to: letters)
            return [
                UInt32(
                    Int64(part.lowerBound) + distance)...UInt32(Int64(part.upperBound) + distance)
            ]
        }
        return ranges.flatMap { range in
            [range] + shifted(range, into: 0x41...0x5A, by: 32)
                + shifted(range, into: 0x61...0x7A, by: -32)
        }
    }
}
