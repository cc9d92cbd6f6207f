/// The difference of two texts, line by line.
enum LineDifference {
    /// Lines with `-` (only expected), `+` (only actual) or a space before them. Equal texts
    /// give no lines. Only the first ``PlaybackLimits/diffLinesMax`` lines are compared.
    static func lines(expected: String, actual: String) -> [String] {
        guard !expected.isSame(as: actual) else { return [] }
        let a = split(expected)
        let b = split(actual)
        let lengths = commonLengths(a, b)
        var result: [String] = []
        var i = 0
        var j = 0
        while i < a.count || j < b.count {
            if i < a.count, j < b.count, a[i].isSame(as: b[j]) {
                result.append(" " + a[i])
                i += 1
                j += 1
            } else if j == b.count || (i < a.count && lengths[i + 1][j] >= lengths[i][j + 1]) {
                result.append("-" + a[i])
                i += 1
            } else {
                result.append("+" + b[j])
                j += 1
            }
        }
        return result
    }

    private static func split(_ text: String) -> [String] {
        text.utf8.split(separator: 0x0A, omittingEmptySubsequences: false)
            .prefix(PlaybackLimits.diffLinesMax).map { String(Substring($0)) }
    }

    /// Lengths of the longest common subsequences of the ends of `a` and `b`.
    private static func commonLengths(_ a: [String], _ b: [String]) -> [[Int]] {
        var table = Array(repeating: Array(repeating: 0, count: b.count + 1), count: a.count + 1)
        for i in a.indices.reversed() {
            for j in b.indices.reversed() {
                table[i][j] =
                    a[i].isSame(as: b[j])
                    ? table[i + 1][j + 1] + 1 : max(table[i + 1][j], table[i][j + 1])
            }
        }
        return table
    }
}
