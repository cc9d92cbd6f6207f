/// A number of bytes as an author writes it: `4096`, `512M`, `1GiB`, `10 kB`.
public enum ByteSize {
    /// Number and unit; nil when the text is not a size.
    static func parts(_ text: String) -> (number: Int, unit: Substring)? {
        let digits = text.utf8.prefix(while: \.isDigit)
        guard (1...15).contains(digits.count), let number = Int(Substring(digits)) else {
            return nil
        }
        var unit = text[digits.endIndex...]
        if unit.hasPrefix(" ") { unit = unit.dropFirst() }
        let lower = unit.lowercased()
        guard unit.utf8.count <= 3 else { return nil }
        let known = lower.isEmpty || lower == "b" || factor(lower) != nil
        return known ? (number, unit) : nil
    }

    /// Whether the text is a size, even one that is too large.
    package static func isForm(_ text: String) -> Bool { parts(text) != nil }

    /// How many bytes; nil when the text is not a size or the number too large.
    public static func bytes(_ text: String) -> Int? {
        guard let (number, unit) = parts(text) else { return nil }
        let (product, over) = number.multipliedReportingOverflow(
            by: factor(unit.lowercased()) ?? 1)
        return over ? nil : product
    }

    /// `K`, `KiB`: powers of 1024; `kB`: powers of 1000.
    private static func factor(_ unit: String) -> Int? {
        guard let letter = unit.first, let power = "kmgt".firstIndex(of: letter) else {
            return nil
        }
        let exponent = "kmgt".distance(from: "kmgt".startIndex, to: power) + 1
        let base: Int
        switch unit.dropFirst() {
        case "", "ib": base = 1_024
        case "b": base = 1_000
        default: return nil
        }
        return (0..<exponent).reduce(1) { result, _ in result * base }
    }
}
