/// A range of addresses, as CIDR writes it: `192.0.2.0/24`, `2001:db8::/32`, or one address.
public struct Network: Hashable, Sendable {
    /// The first address.
    public let address: NetworkAddress
    /// Bits that all its addresses have in common.
    public let prefixBits: Int

    /// Reads it. Bits behind the prefix must be zero: `192.0.2.1/24` is somebody's mistake.
    public init?(text: some StringProtocol) {
        let parts = text.split(separator: "/", maxSplits: 1, omittingEmptySubsequences: false)
        guard let first = parts.first, let address = NetworkAddress(text: first) else { return nil }
        var bits = address.bytes.count * 8
        if parts.count == 2 {
            guard let number = Int(parts[1]), String(number) == parts[1],
                // The prefix of an IPv4 address counts its own bits, however it is written.
                (0...bits).contains(number), !(first.contains(":") && address.isFour)
            else { return nil }
            bits = number
        }
        self.address = address
        prefixBits = bits
        guard Self.prefix(address.bytes, bits) == address.bytes else { return nil }
    }

    /// Whether an address is in it.
    public func contains(_ other: NetworkAddress) -> Bool {
        other.bytes.count == address.bytes.count
            && Self.prefix(other.bytes, prefixBits) == address.bytes
    }

    /// The bytes with all bits behind the prefix zero.
    static func prefix(_ bytes: [UInt8], _ bits: Int) -> [UInt8] {
        bytes.enumerated().map { place, byte in
            let left = min(8, max(0, bits - place * 8))
            return byte & ~UInt8(0xFF >> left)
        }
    }
}

extension Network: CustomStringConvertible {
    /// As CIDR writes it; one address alone has no prefix.
    public var description: String {
        prefixBits == address.bytes.count * 8
            ? address.description : "\(address)/\(prefixBits)"
    }
}
