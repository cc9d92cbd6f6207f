/// File names of pictures, by the original tool's rule.
enum Slug {
    /// Trimmed, lower-cased, every other character than `[A-Za-z0-9_-]` a `-`; `screenshot` when
    /// nothing is left.
    static func make(_ name: String) -> String {
        let trimmed = name.trimmedSpaces.lowercased()
        guard !trimmed.isEmpty else { return "screenshot" }
        return String(
            String.UnicodeScalarView(trimmed.unicodeScalars.map { isPlain($0) ? $0 : "-" }))
    }

    /// Whether the name is `[A-Za-z0-9_-]+(.svg)?`.
    static func isClean(_ name: String) -> Bool {
        let stem = name.hasSuffix(".svg") ? name.dropLast(4) : name[...]
        return !stem.isEmpty && stem.unicodeScalars.allSatisfy(isPlain)
    }

    private static func isPlain(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar {
        case "a"..."z", "A"..."Z", "0"..."9", "_", "-": true
        default: false
        }
    }
}
