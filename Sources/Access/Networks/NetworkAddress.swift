/// An IPv4 or IPv6 address. An IPv4 address inside IPv6 (`::ffff:192.0.2.1`) is the IPv4 address.
public struct NetworkAddress: Hashable, Sendable {
    /// Its bytes, 4 or 16.
    public let bytes: [UInt8]

    /// What the Unix socket counts as.
    public static let local = NetworkAddress(whole: [127, 0, 0, 1])

    /// The address of so many bytes; nil unless there are 4 or 16.
    public init?(bytes: [UInt8]) {
        let isMapped =
            bytes.count == 16 && bytes[..<10].allSatisfy { $0 == 0 }
            && bytes[10...11] == [255, 255]
        guard [4, 16].contains(bytes.count) else { return nil }
        self.bytes = isMapped ? Array(bytes[12...]) : bytes
    }

    private init(whole bytes: [UInt8]) { self.bytes = bytes }

    /// Reads `192.0.2.1` or `2001:db8::1`.
    public init?(text: some StringProtocol) {
        let bytes = text.contains(":") ? Self.six(text) : Self.four(text)
        guard let bytes, let address = NetworkAddress(bytes: bytes) else { return nil }
        self = address
    }

    /// Whether it is an IPv4 address.
    public var isFour: Bool { bytes.count == 4 }

    /// Four numbers without leading zeros: some programs take those for octal.
    private static func four(_ text: some StringProtocol) -> [UInt8]? {
        let parts = text.split(separator: ".", omittingEmptySubsequences: false)
        guard parts.count == 4 else { return nil }
        var bytes: [UInt8] = []
        for part in parts {
            guard let byte = UInt8(part), String(byte) == part else { return nil }
            bytes.append(byte)
        }
        return bytes
    }

    private static func six(_ text: some StringProtocol) -> [UInt8]? {
        let text = String(text)
        guard let gap = text.firstRange(of: "::") else {
            return groups(text[...]).flatMap { $0.count == 16 ? $0 : nil }
        }
        let rest = text[gap.upperBound...]
        guard !rest.hasPrefix(":"), rest.firstRange(of: "::") == nil,
            let before = groups(text[..<gap.lowerBound], isLast: false), let after = groups(rest),
            before.count + after.count <= 14
        else { return nil }
        let zeros = [UInt8](repeating: 0, count: 16 - before.count - after.count)
        return before + zeros + after
    }

    /// The bytes of groups of hexadecimal digits; the last may be an IPv4 address.
    private static func groups(_ text: Substring, isLast: Bool = true) -> [UInt8]? {
        guard !text.isEmpty else { return [] }
        var bytes: [UInt8] = []
        let parts = text.split(separator: ":", omittingEmptySubsequences: false)
        for (place, part) in parts.enumerated() {
            if isLast, place == parts.count - 1, part.contains(".") {
                guard let end = four(part) else { return nil }
                bytes += end
                continue
            }
            guard (1...4).contains(part.utf8.count), part.allSatisfy(\.isHexDigit),
                let group = UInt16(part, radix: 16)
            else { return nil }
            bytes += [UInt8(group >> 8), UInt8(group & 255)]
        }
        return bytes.count <= 16 ? bytes : nil
    }
}

extension NetworkAddress: CustomStringConvertible {
    /// As RFC 5952 writes it.
    public var description: String {
        if isFour { return bytes.map(String.init).joined(separator: ".") }
        let groups = stride(from: 0, to: 16, by: 2).map {
            UInt16(bytes[$0]) << 8 | UInt16(bytes[$0 + 1])
        }
        let gap = Self.longestZeros(groups)
        func text(_ part: ArraySlice<UInt16>) -> String {
            part.map { String($0, radix: 16) }.joined(separator: ":")
        }
        guard gap.count > 1 else { return text(groups[...]) }
        return text(groups[..<gap.lowerBound]) + "::" + text(groups[gap.upperBound...])
    }

    private static func longestZeros(_ groups: [UInt16]) -> Range<Int> {
        var (best, start) = (0..<0, 0)
        for place in 0...groups.count where place == groups.count || groups[place] != 0 {
            if place - start > best.count { best = start..<place }
            start = place + 1
        }
        return best
    }
}
