/// Finds the known word that a mistyped one was meant to be.
enum Nearest {
    /// Longest word that is compared, in characters.
    private static let wordScalarsMax = 40

    /// The hint for a mistyped word; nil when nothing is near.
    static func hint(for word: String, among known: [String]) -> String? {
        find(word, among: known).map { "did you mean `\($0)`?" }
    }

    /// The nearest word within a third of its length; the first of equals.
    static func find(_ word: String, among known: [String]) -> String? {
        let wanted = Array(word.lowercased().unicodeScalars)
        guard wanted.count <= wordScalarsMax else { return nil }
        var best: (word: String, distance: Int)?
        for candidate in known {
            let distance = distance(wanted, Array(candidate.lowercased().unicodeScalars))
            let bound = max(1, max(wanted.count, candidate.unicodeScalars.count) / 3)
            if distance <= bound, distance < best?.distance ?? Int.max {
                best = (candidate, distance)
            }
        }
        return best?.word
    }

    /// Edits between two words: insert, delete, replace (Levenshtein), swap neighbours.
    private static func distance(_ a: [Unicode.Scalar], _ b: [Unicode.Scalar]) -> Int {
        var before: [Int] = []
        var above = Array(0...b.count)
        for i in a.indices {
            var row = [i + 1]
            for j in b.indices {
                let same = a[i] == b[j] ? 0 : 1
                var cost = min(row[j] + 1, above[j + 1] + 1, above[j] + same)
                if i > 0, j > 0, a[i] == b[j - 1], a[i - 1] == b[j] {
                    cost = min(cost, before[j - 1] + 1)
                }
                row.append(cost)
            }
            before = above
            above = row
        }
        return above[b.count]
    }
}
