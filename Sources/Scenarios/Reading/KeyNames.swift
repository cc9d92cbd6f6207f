import Terminal

/// Reads key strokes as authors name them.
enum KeyNames {
    /// Other names of named keys.
    private static let synonyms: [String: Key.Name] = [
        "esc": .escape, "return": .enter, "del": .delete, "ins": .insert, "bs": .backspace,
        "pgup": .pageUp, "page_up": .pageUp, "pgdn": .pageDown, "pgdown": .pageDown,
        "page_down": .pageDown,
    ]

    private static let modifiers: [String: Key.Modifiers] = [
        "ctrl": .ctrl, "control": .ctrl, "alt": .alt, "meta": .alt, "shift": .shift,
    ]

    /// The key of a name such as `ctrl+x`; nil when there is none.
    static func key(_ name: String) -> Key? {
        var modifiers: Key.Modifiers = []
        var rest = name[...]
        while let plus = rest.dropFirst().firstIndex(of: "+"), rest.count > 1 {
            guard let modifier = Self.modifiers[rest[..<plus].lowercased()] else { return nil }
            modifiers.insert(modifier)
            rest = rest[rest.index(after: plus)...]
        }
        return base(rest).map { Key($0, modifiers: modifiers) }
    }

    private static func base(_ name: Substring) -> Key.Base? {
        if name.unicodeScalars.count == 1, let scalar = name.unicodeScalars.first {
            guard scalar.properties.generalCategory != .control else { return nil }
            return scalar == " " ? .named(.space) : .character(scalar)
        }
        let lower = name.lowercased()
        if let named = Key.Name(rawValue: lower) ?? synonyms[lower] { return .named(named) }
        guard lower.hasPrefix("f"), let number = Int(lower.dropFirst()),
            (1...12).contains(number), lower.utf8.dropFirst().allSatisfy(\.isDigit)
        else { return nil }
        return .function(number)
    }

    /// What helps with a name that is no key.
    static func hint(for name: String) -> String {
        switch name {
        case "\r", "\n": return "write `enter`"
        case "\t": return "write `tab`"
        case "\u{1B}": return "write `escape`"
        default: break
        }
        if let other = otherNotation(name) { return "write `\(other)`" }
        let last = name.split(separator: "+").last.map(String.init) ?? name
        let prefix = name.dropLast(last.count)
        let named = Key.Name.allCases.map(\.rawValue) + synonyms.keys.sorted()
        if let near = Nearest.find(last, among: named + (1...12).map { "f\($0)" }) {
            return "did you mean `\(prefix)\(near)`?"
        }
        return "use `type` to type a text"
    }
}

extension KeyNames {
    /// What `ctrl-c`, `C-x`, `M-f`, `^C` and `<Enter>` are called here.
    private static func otherNotation(_ name: String) -> String? {
        if name.hasPrefix("^"), name.unicodeScalars.count == 2 {
            return checked("ctrl+" + name.dropFirst().lowercased())
        }
        if name.hasPrefix("<"), name.hasSuffix(">") {
            return checked(name.dropFirst().dropLast().lowercased())
        }
        let parts = name.split(separator: "-").map { $0.lowercased() }
        guard parts.count > 1, let last = parts.last else { return nil }
        let short = ["c": "ctrl", "m": "alt", "s": "shift"]
        return checked(
            (parts.dropLast().map { short[$0] ?? $0 } + [last]).joined(separator: "+"))
    }

    private static func checked(_ name: String) -> String? { key(name) == nil ? nil : name }
}

/// Control bytes by their character, as the original tool maps them.
enum ControlCharacter {
    /// The byte of a character: `c` is 3, `[` is 27, `?` is 127.
    static func byte(_ scalar: Unicode.Scalar) -> UInt8? {
        switch scalar {
        case "a"..."z": UInt8(scalar.value) - UInt8(ascii: "a") + 1
        case "A"..."Z": UInt8(scalar.value) - UInt8(ascii: "A") + 1
        case "@", "`": 0
        case "[", "{": 27
        case "\\", "|": 28
        case "]", "}": 29
        case "^", "~": 30
        case "_": 31
        case "?": 127
        default: nil
        }
    }
}
