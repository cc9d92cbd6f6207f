/// Tar archives as anybody may write them.
public enum Tar {
    /// The end of an archive.
    public static let end = [UInt8](repeating: 0, count: 1024)

    /// An entry of that kind, with a ustar header.
    public static func entry(
        _ name: String, _ content: String = "", mode: Int = 0o644, kind: Unicode.Scalar = "0",
        link: String = "", prefix: String = ""
    ) -> [UInt8] {
        entry(
            bytes: Array(name.utf8), Array(content.utf8), mode: mode, kind: kind, link: link,
            prefix: prefix)
    }

    /// The same with a name that need not be a text.
    public static func entry(
        bytes name: [UInt8], _ content: [UInt8], mode: Int = 0o644, kind: Unicode.Scalar = "0",
        link: String = "", prefix: String = ""
    ) -> [UInt8] {
        var block = [UInt8](repeating: 0, count: 512)
        func put(_ bytes: some Sequence<UInt8>, at place: Int) {
            for (index, byte) in bytes.enumerated() { block[place + index] = byte }
        }
        func octal(_ value: Int, _ digits: Int) -> [UInt8] {
            let text = String(value, radix: 8)
            return Array((String(repeating: "0", count: digits - text.count) + text).utf8)
        }
        put(name, at: 0)
        put(octal(mode, 7), at: 100)
        put(octal(content.count, 11), at: 124)
        put("        ".utf8, at: 148)
        block[156] = UInt8(ascii: kind)
        put(link.utf8, at: 157)
        put("ustar\u{0}00".utf8, at: 257)
        put(prefix.utf8, at: 345)
        put(octal(block.reduce(0) { $0 + Int($1) }, 6), at: 148)
        block[154] = 0
        let filling = (512 - content.count % 512) % 512
        return block + content + [UInt8](repeating: 0, count: filling)
    }

    /// A pax header for the entry after it.
    public static func pax(_ records: KeyValuePairs<String, String>) -> [UInt8] {
        let text = records.map { key, value in
            let rest = " \(key)=\(value)\n"
            var count = rest.utf8.count + 1
            while String(count).utf8.count + rest.utf8.count != count { count += 1 }
            return String(count) + rest
        }.joined()
        return entry("pax", text, kind: "x")
    }

    /// The same bytes with a wrong one at that place.
    public static func damaged(_ archive: [UInt8], at place: Int) -> [UInt8] {
        var archive = archive
        archive[place] = 0x7E
        return archive
    }
}
