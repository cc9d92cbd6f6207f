import Reports

/// Names and values under one another.
enum FactLines {
    static func lines(_ facts: [(String, String)]) -> [String] {
        let width = facts.map(\.0.count).max() ?? 0
        return facts.map { name, value in
            let filling = String(repeating: " ", count: width - name.count)
            return "\(name):\(filling)  " + ReadableLine.text(value)
        }
    }
}
