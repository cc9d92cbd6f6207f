import Access

/// Where messages to a webhook go: an absolute `http` or `https` URL in the plain form of RFC 3986
/// that every program reads the same way. What two parsers may read differently is refused.
public struct WebhookURL: Hashable, Sendable {
    /// What is wrong with a URL, as the end of a sentence that begins with it.
    public struct Flaw: Error, Hashable, Sendable {
        /// In words.
        public var message: String
    }

    /// The URL as it was given.
    public let text: String
    /// Whether messages go in TLS.
    public let isSecret: Bool
    /// The host in lower case, an IPv6 address without brackets.
    public let host: String
    /// The port, 1…65535.
    public let port: Int
    /// The address that the host is; nil: a name.
    public let address: NetworkAddress?

    /// Reads a URL.
    public init(text: String) throws(Flaw) {
        guard text.utf8.count <= WebhookLimits.urlBytesMax else {
            throw Flaw(message: "has at most \(WebhookLimits.urlBytesMax) bytes")
        }
        guard text.utf8.allSatisfy(Self.isPlain) else {
            throw Flaw(
                message: "has only the characters that RFC 3986 allows; write others as %XX, a"
                    + " host's as xn--…, and leave out what follows a #")
        }
        let parts = text.split(separator: "/", maxSplits: 2, omittingEmptySubsequences: false)
        guard parts.count == 3, parts[1].isEmpty,
            let defaultPort = ["http:": 80, "https:": 443][parts[0].lowercased()]
        else { throw Flaw(message: "begins with http:// or https:// and a host") }
        let authority = parts[2].prefix { $0 != "/" && $0 != "?" }
        guard !authority.contains("@") else {
            throw Flaw(message: "has no user name and no password; messages are signed instead")
        }
        let (host, port) = try Self.hostAndPort(authority)
        guard let number = port.isEmpty ? defaultPort : Int(port), (1...65_535).contains(number),
            port.utf8.allSatisfy({ (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) })
        else { throw Flaw(message: "has a port from 1 to 65535, not `\(port.prefix(20))`") }
        self.text = text
        isSecret = defaultPort == 443
        self.host = host.lowercased()
        self.port = number
        address = try Self.address(self.host, isBracketed: authority.hasPrefix("["))
    }

    /// Unreserved and reserved characters of RFC 3986 (section 2) and `%`, but no `#`.
    private static func isPlain(_ byte: UInt8) -> Bool {
        guard byte < 0x80 else { return false }
        let character = Character(UnicodeScalar(byte))
        return character.isLetter || character.isNumber
            || "-._~:/?[]@!$&'()*+,;=%".contains(character)
    }

    private static func hostAndPort(
        _ authority: Substring
    ) throws(Flaw) -> (host: Substring, port: Substring) {
        if authority.first == "[" {
            guard let end = authority.firstIndex(of: "]") else {
                throw Flaw(message: "has an IPv6 address between [ and ]")
            }
            let rest = authority[authority.index(after: end)...]
            guard rest.isEmpty || rest.first == ":" else {
                throw Flaw(message: "has nothing but a port behind its address")
            }
            return (authority[..<end].dropFirst(), rest.dropFirst())
        }
        let parts = authority.split(separator: ":", omittingEmptySubsequences: false)
        guard parts.count <= 2 else { throw Flaw(message: "has an IPv6 address between [ and ]") }
        return (parts[0], parts.count == 2 ? parts[1] : "")
    }

    /// The address that a host is; checks a name.
    private static func address(
        _ host: String, isBracketed: Bool
    ) throws(Flaw) -> NetworkAddress? {
        if isBracketed {
            guard host.contains(":"), let address = NetworkAddress(text: host) else {
                throw Flaw(message: "has an IPv6 address without a zone between [ and ]")
            }
            return address
        }
        let labels = host.split(separator: ".", omittingEmptySubsequences: false)
        let isName = labels.allSatisfy { label in
            (1...63).contains(label.utf8.count)
                && label.allSatisfy { $0.isLetter || $0.isNumber || $0 == "-" || $0 == "_" }
        }
        guard isName, host.utf8.count <= 253 else {
            throw Flaw(message: "has a host name with labels of 1 to 63 letters, digits and `-`")
        }
        // Who ends in a number is an address (WHATWG URL, "ends in a number checker"), and has but
        // one form here: others are octal, hexadecimal or short for somebody.
        guard let last = labels.last, last.allSatisfy(\.isNumber) || last.hasPrefix("0x") else {
            return nil
        }
        guard let address = NetworkAddress(text: host) else {
            throw Flaw(message: "has an IPv4 address of four plain numbers")
        }
        return address
    }
}
