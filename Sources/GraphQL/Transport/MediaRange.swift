/// One entry of an `Accept` header (RFC 9110, section 12.5.1).
struct MediaRange: Hashable, Sendable {
    /// In lower case, `*/*` and `text/*` included.
    var type: String
    /// 0…1000.
    var quality: Int

    /// Reads a header; what cannot be read is passed over.
    static func list(_ header: String) -> [MediaRange] {
        header.split(separator: ",").prefix(64).compactMap { entry in
            let parts = entry.split(separator: ";").map { $0.trimmedSpace.lowercased() }
            guard let type = parts.first, type.contains("/") else { return nil }
            let quality = parts.dropFirst().first { $0.hasPrefix("q=") }
            let number = quality.map { Double($0.dropFirst(2)) ?? 0 } ?? 1
            guard number >= 0, number <= 1 else { return nil }
            return MediaRange(type: type, quality: Int(number * 1000))
        }
    }

    /// How much a type is wanted by a list, 0…1000; the most exact range counts.
    static func quality(of type: String, in list: [MediaRange]) -> Int {
        let family = type.prefix { $0 != "/" } + "/*"
        for pattern in [type, String(family), "*/*"] {
            if let range = list.first(where: { $0.type == pattern }) { return range.quality }
        }
        return 0
    }
}

extension StringProtocol {
    /// Without spaces and tabs around it.
    var trimmedSpace: String {
        let isSpace: (Character) -> Bool = { $0 == " " || $0 == "\t" }
        return String(String(drop(while: isSpace)).reversed().drop(while: isSpace).reversed())
    }
}
