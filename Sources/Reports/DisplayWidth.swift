/// How many columns text takes on a terminal; good enough to never overflow a line on common
/// terminals. The text must be free of control characters.
enum DisplayWidth {
    /// Columns of a text.
    static func of(_ text: String) -> Int {
        if text.utf8.allSatisfy({ $0 < 0x80 }) { return text.utf8.count }
        return text.reduce(0) { $0 + of($1) }
    }

    /// The text, cut with an ellipsis where it would take more than that many columns.
    static func cut(_ text: String, to columns: Int) -> String {
        guard columns > 0 else { return "" }
        // No character takes less room than a byte of it, so the short text needs no counting.
        if text.utf8.count <= columns { return text }
        var kept = ""
        var used = 0
        var fallback = (text: "", used: 0)
        for character in text {
            let width = of(character)
            if used + width > columns { return fallback.text + "…" }
            kept.append(character)
            used += width
            if used <= columns - 1 { fallback = (kept, used) }
        }
        return kept
    }

    /// The text, cut or filled with spaces to exactly that many columns.
    static func fit(_ text: String, to columns: Int) -> String {
        let shown = cut(text, to: columns)
        return shown + String(repeating: " ", count: max(0, columns - of(shown)))
    }

    /// The sum of its scalars: an emoji made of several may be drawn apart.
    private static func of(_ character: Character) -> Int {
        character.unicodeScalars.reduce(0) { $0 + of($1) }
    }

    private static func of(_ scalar: Unicode.Scalar) -> Int {
        if scalar.value < 0x300 { return 1 }
        // It asks for the wide emoji form of the narrow character before it.
        if scalar.value == 0xFE0F { return 1 }
        switch scalar.properties.generalCategory {
        case .nonspacingMark, .enclosingMark, .format: return 0
        default: return isWide(scalar) ? 2 : 1
        }
    }

    private static func isWide(_ scalar: Unicode.Scalar) -> Bool {
        if scalar.properties.isEmojiPresentation { return true }
        switch scalar.value {
        case 0x1100...0x115F, 0x2E80...0x303E, 0x3041...0x4DBF, 0x4E00...0xA4CF, 0xA960...0xA97F:
            return true
        case 0xAC00...0xD7A3, 0xF900...0xFAFF, 0xFE10...0xFE19, 0xFE30...0xFE6F, 0xFF01...0xFF60:
            return true
        case 0xFFE0...0xFFE6, 0x16FE0...0x18AFF, 0x1AFF0...0x1B2FF, 0x1F300...0x1F64F:
            return true
        case 0x1F900...0x1F9FF, 0x20000...0x3FFFD:
            return true
        default:
            return false
        }
    }
}
