import Access

/// Which addresses messages may be sent to: not to the machine itself, not to what only its own
/// network segment has, and not to where clouds tell secrets. Private networks are open, since the
/// receivers of a lab are there; an administrator opens more.
public struct AddressRule: Hashable, Sendable {
    /// Networks that are open whatever else is said of them.
    public var allowed: [Network]

    /// Only what is open to everybody, and these networks.
    public init(allowed: [Network] = []) { self.allowed = allowed }

    /// Why nothing is sent to an address; nil: it may be. `own` are the machine's addresses.
    public func objection(to address: NetworkAddress, own: Set<NetworkAddress>) -> String? {
        if isAllowed(address) { return nil }
        for form in [address] + Self.embedded(in: address) where !isAllowed(form) {
            let through = form == address ? "" : " (through \(address))"
            for (network, what) in Self.closed where network.contains(form) {
                return "\(form)\(through) is \(what)"
            }
            if own.contains(form) {
                return "\(form)\(through) is an address of this machine"
            }
        }
        return nil
    }

    private func isAllowed(_ address: NetworkAddress) -> Bool {
        allowed.contains { $0.contains(address) }
    }

    /// The IPv4 addresses that an IPv6 address leads to where somebody translates or tunnels.
    private static func embedded(in address: NetworkAddress) -> [NetworkAddress] {
        let bytes = address.bytes
        guard bytes.count == 16 else { return [] }
        var places: [Int] = []
        // IPv4-compatible (RFC 4291, 2.5.5.1); mapped ones are IPv4 addresses already.
        if bytes[..<12].allSatisfy({ $0 == 0 }) { places.append(12) }
        // NAT64 (RFC 6052, 2.1).
        if bytes[..<12] == [0, 0x64, 0xFF, 0x9B, 0, 0, 0, 0, 0, 0, 0, 0] { places.append(12) }
        // IPv4-translated (RFC 2765, 2.1).
        if bytes[..<12] == [0, 0, 0, 0, 0, 0, 0, 0, 0xFF, 0xFF, 0, 0] { places.append(12) }
        // ISATAP (RFC 5214, 6.1): the last 64 bits are 00-00-5E-FE and the address.
        if [0, 2].contains(bytes[8]), bytes[9...11] == [0, 0x5E, 0xFE] { places.append(12) }
        // 6to4 (RFC 3056, 2).
        if bytes[..<2] == [0x20, 0x02] { places.append(2) }
        return places.compactMap { NetworkAddress(bytes: Array(bytes[$0..<($0 + 4)])) }
    }

    /// What nobody's messages are sent to: IANA's special-purpose addresses (RFC 6890) that are the
    /// machine, its segment or many machines, and addresses of clouds' metadata services.
    private static let closed: [(network: Network, what: String)] = [
        ("::", "the unspecified address"), ("0.0.0.0/8", "the unspecified address"),
        ("::1", "a loopback address"), ("127.0.0.0/8", "a loopback address"),
        ("169.254.0.0/16", "a link-local address, where clouds tell secrets"),
        ("fe80::/10", "a link-local address"),
        ("224.0.0.0/4", "a multicast address"), ("ff00::/8", "a multicast address"),
        ("240.0.0.0/4", "a reserved or broadcast address"),
        ("64:ff9b:1::/48", "an address of a local translator (RFC 8215)"),
        ("2001::/32", "a Teredo address"),
        ("100.100.100.200", "where a cloud tells secrets"),
        ("168.63.129.16", "where a cloud tells secrets"),
        ("192.0.0.192", "where a cloud tells secrets"),
        ("fd00:ec2::/32", "where a cloud tells secrets"),
        ("fd20:ce::254", "where a cloud tells secrets"),
    ].compactMap { text, what in Network(text: text).map { ($0, what) } }

    /// How many rows the table has; a test compares it with what could be read.
    static var closedCount: Int { closed.count }
}
