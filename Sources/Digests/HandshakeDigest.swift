import COpenSSL

/// SHA-1, for the handshake of WebSockets, which asks for it (RFC 6455, section 4.2.2). It protects
/// nothing there and must protect nothing elsewhere.
public enum HandshakeDigest {
    /// The 20 bytes for a message.
    public static func sha1(_ message: [UInt8]) -> [UInt8] {
        var bytes = [UInt8](repeating: 0, count: 20)
        let result = COpenSSL.SHA1(message, message.count, &bytes)
        precondition(result != nil, "SHA-1 is not to be had")
        return bytes
    }
}
