/// A flat YAML mapping, written so that every reader of YAML, and of TAP's old subset, takes it:
/// text is always double-quoted on one line.
struct YAMLLines {
    /// What has been written.
    private(set) var lines: [String] = []

    /// Begins a nested mapping; its keys are then given with two spaces before them.
    mutating func begin(_ key: String) { lines.append("\(key):") }

    mutating func add(_ key: String, _ value: String) {
        lines.append("\(key): \(Self.quoted(value))")
    }

    mutating func add(_ key: String, _ value: Int64) { lines.append("\(key): \(value)") }

    mutating func add(_ key: String, _ value: Bool) { lines.append("\(key): \(value)") }

    /// Adds a sequence; nothing when it is empty.
    mutating func add(_ key: String, _ values: [String]) {
        if values.isEmpty { return }
        lines.append("\(key):")
        lines += values.map { "  - " + Self.item($0) }
    }

    /// Perl's reader of TAP takes `- "a: b"` for a mapping; a colon written as escape avoids that.
    private static func item(_ text: String) -> String {
        let quoted = quoted(text)
        guard let colon = quoted.firstRange(of: ": ") else { return quoted }
        return quoted[..<colon.lowerBound] + "\\x3A " + quoted[colon.upperBound...]
    }

    static func quoted(_ text: String) -> String {
        var quoted = "\""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"": quoted += "\\\""
            case "\\": quoted += "\\\\"
            case "\n": quoted += "\\n"
            case "\r": quoted += "\\r"
            case "\t": quoted += "\\t"
            case _ where VisibleText.isHidden(scalar): quoted += escape(scalar)
            default: quoted.unicodeScalars.append(scalar)
            }
        }
        return quoted + "\""
    }

    private static func escape(_ scalar: Unicode.Scalar) -> String {
        let hex = String(scalar.value, radix: 16)
        let wide = hex.count > 4
        let zeros = String(repeating: "0", count: (wide ? 8 : 4) - hex.count)
        return (wide ? "\\U" : "\\u") + zeros + hex
    }
}
