/// Rows under titles for a terminal or a pipe: columns as wide as their widest cell, two spaces
/// between them. What cells hold cannot act on a terminal.
public struct TextTable: Sendable {
    private let titles: [String]
    private let right: Set<Int>
    private var rows: [[String]] = []

    /// An empty table; the columns in `right` are aligned to the right.
    public init(_ titles: [String], right: Set<Int> = []) {
        self.titles = titles
        self.right = right
    }

    /// Adds a row with a cell for each title.
    public mutating func add(_ cells: [String]) {
        rows.append(cells.map { $0.isEmpty ? "-" : VisibleText.line($0) })
    }

    /// The lines; with `columns`, each is cut to so many.
    public func lines(columns: Int? = nil) -> [String] {
        let all = [titles] + rows
        let widths = titles.indices.map { column in
            all.map { DisplayWidth.of($0[column]) }.max() ?? 0
        }
        return all.map { row in
            let cells = titles.indices.map { column in
                let filling = String(
                    repeating: " ", count: widths[column] - DisplayWidth.of(row[column]))
                if right.contains(column) { return filling + row[column] }
                return column == titles.count - 1 ? row[column] : row[column] + filling
            }
            let line = cells.joined(separator: "  ")
            return columns.map { DisplayWidth.cut(line, to: $0) } ?? line
        }
    }
}
