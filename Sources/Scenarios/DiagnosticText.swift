/// Shows diagnostics as a compiler does.
public enum DiagnosticText {
    /// Longest part of a source line that is shown, in columns.
    private static let shownColumnsMax = 100

    /// `path:line:column: error: message`, the source line, a caret and the hint.
    ///
    /// `source` is the content of the file. Every line of the result ends with a line feed.
    public static func render(_ diagnostic: Diagnostic, path: String, source: String) -> String {
        let place = diagnostic.position
        var text = "\(path):\(place.line):\(place.column): \(diagnostic.severity.rawValue): "
        text += diagnostic.message + "\n"
        if let line = line(place.line, of: source), !line.isEmpty {
            text += excerpt(line, column: place.column, length: diagnostic.length)
        }
        if let hint = diagnostic.hint { text += "hint: \(hint)\n" }
        return text
    }

    /// The line of that number, from 1; lines end as in YAML 1.1.
    private static func line(_ number: Int, of source: String) -> [Unicode.Scalar]? {
        var current = 1
        var line: [Unicode.Scalar] = []
        var previous: Unicode.Scalar?
        for scalar in source.unicodeScalars {
            defer { previous = scalar }
            if scalar == "\n", previous == "\r" { continue }
            switch scalar {
            case "\u{FEFF}" where previous == nil: continue
            case "\n", "\r", "\u{85}", "\u{2028}", "\u{2029}":
                if current == number { return line }
                current += 1
            default: if current == number { line.append(scalar) }
            }
        }
        return current == number ? line : nil
    }

    private static func excerpt(
        _ line: [Unicode.Scalar], column: Int, length: Int
    ) -> String {
        let start = min(max(column - 1, 0), line.count)
        let end = min(start + max(length, 1), line.count)
        let first = start <= shownColumnsMax * 3 / 4 ? 0 : start - shownColumnsMax / 2
        let last = min(line.count, first + shownColumnsMax)
        let before = line[first..<start]
        let shown = line[first..<last]
        var text = first > 0 ? "…" : ""
        let margin = String(repeating: " ", count: text.unicodeScalars.count + width(before))
        text += String(String.UnicodeScalarView(shown.flatMap(visible)))
        if last < line.count { text += "…" }
        let marked = width(line[start..<max(start, min(end, last))])
        return text + "\n" + margin + "^" + String(repeating: "~", count: max(marked - 1, 0))
            + "\n"
    }

    /// A tab becomes spaces, another control character the replacement character.
    private static func visible(_ scalar: Unicode.Scalar) -> [Unicode.Scalar] {
        if scalar == "\t" { return Array(repeating: " ", count: 4) }
        return scalar.properties.generalCategory == .control ? ["\u{FFFD}"] : [scalar]
    }

    private static func width(_ scalars: ArraySlice<Unicode.Scalar>) -> Int {
        scalars.reduce(0) { $0 + width($1) }
    }

    /// Columns a scalar takes in a terminal: combining marks none, East Asian wide ones two.
    private static func width(_ scalar: Unicode.Scalar) -> Int {
        if scalar == "\t" { return 4 }
        switch scalar.properties.generalCategory {
        case .nonspacingMark, .enclosingMark, .format: return 0
        default: break
        }
        switch scalar.value {
        case 0x1100...0x115F, 0x2E80...0x303E, 0x3041...0xA4CF, 0xAC00...0xD7A3,
            0xF900...0xFAFF, 0xFE30...0xFE6F, 0xFF00...0xFF60, 0xFFE0...0xFFE6,
            0x1F300...0x1F64F, 0x1F680...0x1F6FF, 0x1F900...0x1F9FF, 0x20000...0x3FFFD:
            return 2
        default: return 1
        }
    }
}
