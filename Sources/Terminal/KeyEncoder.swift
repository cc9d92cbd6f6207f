/// Turns key strokes and pastes into the bytes a terminal sends in its current modes.
///
/// Sources: xterm's "Xterm Control Sequences" (PC-style function keys) and, where the program
/// asked for it, the kitty keyboard protocol's CSI u form (disambiguate flag).
public struct KeyEncoder: Sendable {
    private let modes: Modes

    /// An encoder for these modes.
    public init(modes: Modes) { self.modes = modes }

    /// The bytes of one key stroke.
    public func bytes(_ key: Key) -> [UInt8] {
        if let code = kittyCode(key) {
            let modifiers = key.modifiers.isEmpty ? "" : ";\(key.modifiers.rawValue + 1)"
            return Array("\u{1B}[\(code)\(modifiers)u".utf8)
        }
        let parameter = key.modifiers.rawValue + 1
        switch key.base {
        case .character(let scalar): return character(scalar, key.modifiers)
        case .function(let number): return function(number, parameter)
        case .named(let name): return named(name, key.modifiers, parameter)
        }
    }

    /// The bytes of a paste; bracketed when the program asked for it. Line ends become returns
    /// as in xterm, and a closing bracket inside the text is taken out, also one that appears
    /// only when another is gone.
    public func paste(_ text: String) -> [UInt8] {
        let close = Array("\u{1B}[201~".utf8)
        var body: [UInt8] = []
        var last: UInt8 = 0
        for byte in text.utf8 {
            defer { last = byte }
            if byte == 0x0A, last == 0x0D { continue }
            body.append(byte == 0x0A ? 0x0D : byte)
            if modes.bracketedPaste, body.suffix(close.count).elementsEqual(close) {
                body.removeLast(close.count)
            }
        }
        return modes.bracketedPaste ? Array("\u{1B}[200~".utf8) + body + close : body
    }

    /// The key's number where the program asked for unambiguous keys. Return, Tab and Backspace
    /// keep their bytes as long as no modifier is held, so that a shell stays usable.
    private func kittyCode(_ key: Key) -> Int? {
        guard let flags = modes.kittyKeyboard.last, flags & 1 != 0 else { return nil }
        let isPlain = key.modifiers.isEmpty
        let makesText = key.modifiers.isDisjoint(with: [.ctrl, .alt])
        switch key.base {
        case .named(.escape): return 27
        case .named(.enter): return isPlain ? nil : 13
        case .named(.tab): return isPlain ? nil : 9
        case .named(.backspace): return isPlain ? nil : 127
        case .named(.space): return makesText ? nil : 32
        case .character(let scalar):
            let lower = scalar.properties.lowercaseMapping.unicodeScalars
            let code = lower.count == 1 ? lower.first ?? scalar : scalar
            return makesText ? nil : Int(code.value)
        case .named, .function: return nil
        }
    }

    private func character(_ scalar: Unicode.Scalar, _ modifiers: Key.Modifiers) -> [UInt8] {
        var scalar = scalar
        if modifiers.contains(.shift),
            let upper = scalar.properties.uppercaseMapping.unicodeScalars
                .first, scalar.properties.uppercaseMapping.unicodeScalars.count == 1
        {
            scalar = upper
        }
        var bytes = Array(String(scalar).utf8)
        if modifiers.contains(.ctrl), let control = Self.control(scalar) ?? Self.digit(scalar) {
            bytes = [control]
        }
        return modifiers.contains(.alt) ? [0x1B] + bytes : bytes
    }

    /// The control byte of a character, as ASCII arranges them (`ctrl+a` is 1); nil for none.
    public static func control(_ scalar: Unicode.Scalar) -> UInt8? {
        switch scalar {
        case "a"..."z": UInt8(scalar.value - 0x60)
        case "A"..."Z": UInt8(scalar.value - 0x40)
        case "@", "`", " ": 0
        case "[", "{": 27
        case "\\", "|": 28
        case "]", "}": 29
        case "^", "~": 30
        case "_", "/": 31
        case "?": 127
        default: nil
        }
    }

    /// `ctrl+2` to `ctrl+8` on a keyboard, as the VT220 has them.
    private static func digit(_ scalar: Unicode.Scalar) -> UInt8? {
        switch scalar {
        case "2": 0
        case "3"..."7": UInt8(scalar.value - 0x33 + 27)
        case "8": 127
        default: nil
        }
    }

    private func named(_ name: Key.Name, _ modifiers: Key.Modifiers, _ parameter: Int) -> [UInt8] {
        switch name {
        case .enter: return alt(modifiers, [0x0D])
        case .escape: return alt(modifiers, [0x1B])
        case .backspace: return alt(modifiers, [modifiers.contains(.ctrl) ? 0x08 : 0x7F])
        case .space: return character(" ", modifiers)
        case .tab: return modifiers.contains(.shift) ? Array("\u{1B}[Z".utf8) : alt(modifiers, [9])
        case .up: return cursor("A", parameter)
        case .down: return cursor("B", parameter)
        case .right: return cursor("C", parameter)
        case .left: return cursor("D", parameter)
        case .home: return cursor("H", parameter)
        case .end: return cursor("F", parameter)
        case .insert: return tilde(2, parameter)
        case .delete: return tilde(3, parameter)
        case .pageUp: return tilde(5, parameter)
        case .pageDown: return tilde(6, parameter)
        }
    }

    private func alt(_ modifiers: Key.Modifiers, _ bytes: [UInt8]) -> [UInt8] {
        modifiers.contains(.alt) ? [0x1B] + bytes : bytes
    }

    private func cursor(_ final: String, _ parameter: Int) -> [UInt8] {
        if parameter > 1 { return Array("\u{1B}[1;\(parameter)\(final)".utf8) }
        return Array((modes.applicationCursor ? "\u{1B}O" : "\u{1B}[").utf8) + Array(final.utf8)
    }

    private func tilde(_ number: Int, _ parameter: Int) -> [UInt8] {
        Array((parameter > 1 ? "\u{1B}[\(number);\(parameter)~" : "\u{1B}[\(number)~").utf8)
    }

    private func function(_ number: Int, _ parameter: Int) -> [UInt8] {
        if (1...4).contains(number) {
            let final = ["P", "Q", "R", "S"][number - 1]
            return Array((parameter > 1 ? "\u{1B}[1;\(parameter)" : "\u{1B}O").utf8)
                + Array(final.utf8)
        }
        let codes = [15, 17, 18, 19, 20, 21, 23, 24]
        guard codes.indices.contains(number - 5) else { return [] }
        return tilde(codes[number - 5], parameter)
    }
}
