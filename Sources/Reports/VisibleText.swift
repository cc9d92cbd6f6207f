/// Text from programs and scenario files in a form that cannot act on a terminal and that XML,
/// HTML and YAML can carry: control characters are shown instead of sent.
enum VisibleText {
    /// As one line; line ends are shown too.
    static func line(_ text: String) -> String {
        if text.utf8.allSatisfy({ (0x20..<0x7F).contains($0) }) { return text }
        var shown = ""
        for scalar in text.unicodeScalars { append(scalar, to: &shown) }
        return shown
    }

    /// As lines, without trailing empty ones. A carriage return before a line feed is dropped.
    static func lines(_ text: String) -> [String] {
        var lines: [String] = []
        var current = String.UnicodeScalarView()
        for scalar in text.unicodeScalars {
            guard scalar == "\n" else {
                current.append(scalar)
                continue
            }
            if current.last == "\r" { current.removeLast() }
            lines.append(line(String(current)))
            current = String.UnicodeScalarView()
        }
        lines.append(line(String(current)))
        while lines.last?.allSatisfy({ $0 == " " }) == true { lines.removeLast() }
        return lines
    }

    /// Whether a scalar would act instead of show, or may not stand in XML.
    static func isHidden(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0..<0x20, 0x7F...0x9F: true
        case 0x061C, 0x200E, 0x200F, 0x2028...0x202E, 0x2066...0x2069, 0xFEFF: true
        case let value: value & 0xFFFE == 0xFFFE
        }
    }

    private static func append(_ scalar: Unicode.Scalar, to shown: inout String) {
        guard isHidden(scalar) else {
            shown.unicodeScalars.append(scalar)
            return
        }
        if scalar.value < 0x20, let picture = Unicode.Scalar(0x2400 + scalar.value) {
            shown.unicodeScalars.append(picture)
        } else if scalar.value == 0x7F {
            shown += "\u{2421}"
        } else {
            shown += "\\u{" + String(scalar.value, radix: 16) + "}"
        }
    }
}
