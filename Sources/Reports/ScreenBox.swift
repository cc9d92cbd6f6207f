/// A picture of a screen: its text in a frame, cut to a sane size.
enum ScreenBox {
    /// The lines of the box, at most so many columns wide and with so many rows inside.
    static func lines(_ screen: String, columns: Int, rows: Int) -> [String] {
        let text = VisibleText.lines(screen).map(trimmed)
        guard !text.isEmpty else { return ["(the screen is empty)"] }
        let widest = text.reduce(0) { max($0, DisplayWidth.of($1)) }
        let inside = max(1, min(widest, columns - 4))
        let edge = String(repeating: "─", count: inside + 2)
        var lines = ["┌\(edge)┐"]
        for line in text.prefix(rows) {
            lines.append("│ \(DisplayWidth.fit(line, to: inside)) │")
        }
        lines.append("└\(edge)┘")
        if text.count > rows { lines.append("(\(text.count - rows) more lines)") }
        return lines
    }

    private static func trimmed(_ line: String) -> String {
        var line = Substring(line)
        while line.last == " " { line.removeLast() }
        return String(line)
    }
}
