/// Where a daemon listens on the network: `https://lab:7443`.
///
/// The form is RFC 3986's `scheme://host:port` and nothing behind it. Without TLS a key would be
/// read by everybody on the way, so `http` is only for this machine: a tunnel's end, a test.
struct ServerAddress: Hashable, CustomStringConvertible {
    /// Why a text is no such address.
    struct Mistake: Error, Hashable {
        var message: String
    }

    /// The port of orchestrod-tls.socket.
    static let standardPort = 7443
    /// A host's name, in bytes (RFC 1035, 2.3.4).
    private static let hostBytesMax = 253

    let isTLS: Bool
    /// A name or an address; one of IPv6 in brackets.
    let host: String
    let port: Int

    /// Reads what a user writes; without a scheme it is `https`, without a port 7443.
    init(_ text: String) throws(Mistake) {
        let parts = text.split(separator: "://", maxSplits: 1, omittingEmptySubsequences: false)
        let scheme = parts.count == 2 ? parts[0].lowercased() : "https"
        guard scheme == "https" || scheme == "http" else {
            throw Mistake(message: "`\(scheme)` is not https")
        }
        var rest = parts[parts.count - 1]
        if rest.hasSuffix("/") { rest = rest.dropLast() }
        guard !rest.contains(where: { "/?#@".contains($0) }) else {
            throw Mistake(message: "it has more than a host and a port, as in https://lab:7443")
        }
        let (host, port) = try Self.divided(rest)
        guard Self.isHost(host) else { throw Mistake(message: "`\(host)` is no host") }
        guard scheme == "https" || Self.isLoopback(host) else {
            throw Mistake(
                message: "http is for this machine only (127.0.0.1, [::1], localhost): others"
                    + " could read the key; use https://\(host):\(port)")
        }
        isTLS = scheme == "https"
        self.host = host.lowercased()
        self.port = port
    }

    var description: String { "\(isTLS ? "https" : "http")://\(host):\(port)" }

    private static func divided(_ text: Substring) throws(Mistake) -> (host: String, port: Int) {
        let end = text.hasPrefix("[") ? text.firstIndex(of: "]") : nil
        let from = end ?? text.startIndex
        guard let colon = text[from...].firstIndex(of: ":") else {
            return (String(text), standardPort)
        }
        let digits = text[text.index(after: colon)...]
        guard end != nil || !digits.contains(":") else {
            throw Mistake(
                message: "an address of IPv6 stands in brackets, as in"
                    + " https://[::1]:\(standardPort)")
        }
        guard digits.allSatisfy({ $0.isASCII && $0.isNumber }), let port = Int(digits),
            1...65_535 ~= port
        else { throw Mistake(message: "`\(digits)` is no port; 1 to 65535 are") }
        return (String(text[..<colon]), port)
    }

    private static func isHost(_ host: String) -> Bool {
        guard 1...hostBytesMax ~= host.utf8.count else { return false }
        let isAddress = host.hasPrefix("[") && host.hasSuffix("]") && host.utf8.count > 4
        let inner = isAddress ? host.dropFirst().dropLast() : host[...]
        return inner.utf8.allSatisfy { byte in
            switch Unicode.Scalar(byte) {
            case "a"..."z", "A"..."Z", "0"..."9", "-", ".", "_": true
            case ":": isAddress
            default: false
            }
        }
    }

    private static func isLoopback(_ host: String) -> Bool {
        let parts = host.split(separator: ".", omittingEmptySubsequences: false)
        let isIPv4 =
            parts.count == 4 && parts[0] == "127" && parts.allSatisfy { UInt8($0) != nil }
        return isIPv4 || host == "[::1]" || host.lowercased() == "localhost"
    }
}
