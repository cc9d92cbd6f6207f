import Glibc

/// A name that a certificate may hold: a host name or an address.
public struct CertificateName: Hashable, Sendable {
    /// The kinds of names.
    public enum Kind: Hashable, Sendable {
        /// A host name; its first part may be `*`.
        case host
        /// An address of IPv4 or IPv6.
        case address
    }

    /// Which it is.
    public let kind: Kind
    /// The name; host names are in lower case.
    public let text: String

    /// Takes a name of up to 253 bytes; nil when it is neither a host name nor an address.
    public init?(_ text: some StringProtocol) {
        var address = in6_addr()
        let text = String(text)
        guard !text.utf8.contains(0) else { return nil }
        if inet_pton(AF_INET, text, &address) == 1 || inet_pton(AF_INET6, text, &address) == 1 {
            (kind, self.text) = (.address, text)
        } else if Self.isHostName(text) {
            (kind, self.text) = (.host, text.lowercased())
        } else {
            return nil
        }
    }

    /// This machine's host name, `localhost` and the two addresses of the loopback interface.
    public static func ofThisMachine() -> [CertificateName] {
        var bytes = [CChar](repeating: 0, count: 256)
        gethostname(&bytes, bytes.count - 1)
        let host = String(decoding: bytes.prefix { $0 != 0 }.map(UInt8.init), as: UTF8.self)
        var names: [CertificateName] = []
        for text in [host, "localhost", "127.0.0.1", "::1"] {
            guard let name = CertificateName(text), !names.contains(name) else { continue }
            names.append(name)
        }
        return names
    }

    /// As OpenSSL's configuration writes it. Commas and colons of other meaning cannot occur.
    var entry: String { (kind == .host ? "DNS:" : "IP:") + text }

    private static func isHostName(_ text: String) -> Bool {
        guard (1...253).contains(text.utf8.count) else { return false }
        var parts = text.utf8.split(
            separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
        if parts.count > 1, parts[0].elementsEqual("*".utf8) { parts.removeFirst() }
        // A last part of digits would be a mistyped address.
        guard let last = parts.last, !last.allSatisfy(isDigit) else { return false }
        return parts.allSatisfy { part in
            let hyphen = UInt8(ascii: "-")
            return (1...63).contains(part.count) && part.first != hyphen && part.last != hyphen
                && part.allSatisfy { isDigit($0) || isLetter($0) || $0 == hyphen }
        }
    }

    private static func isDigit(_ byte: UInt8) -> Bool {
        (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
    }

    private static func isLetter(_ byte: UInt8) -> Bool {
        (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte | 0x20)
    }
}
