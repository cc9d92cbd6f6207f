import COpenSSL

/// What a handshake agreed on. The handler fires it as a user event when the handshake is over.
public struct TLSSession: Hashable, Sendable {
    /// A version of the protocol.
    public enum Version: String, Hashable, Sendable {
        /// RFC 5246.
        case tls12 = "TLSv1.2"
        /// RFC 8446.
        case tls13 = "TLSv1.3"
    }

    /// The version.
    public let version: Version
    /// The cipher, as OpenSSL calls it: `TLS_AES_128_GCM_SHA256`.
    public let cipher: String
    /// What the client and we agreed to speak (ALPN): `http/1.1`; nil when it did not ask.
    public let applicationProtocol: String?
    /// The client's certificate, which an authority of the configuration vouches for.
    public let clientCertificate: CertificateFacts?

    init(_ connection: OpaquePointer) {
        version = SSL_version(connection) == TLS1_3_VERSION ? .tls13 : .tls12
        cipher =
            SSL_CIPHER_get_name(SSL_get_current_cipher(connection)).map { String(cString: $0) }
            ?? ""
        var name: UnsafePointer<UInt8>?
        var count: UInt32 = 0
        SSL_get0_alpn_selected(connection, &name, &count)
        applicationProtocol =
            count == 0
            ? nil
            : String(
                decoding: UnsafeBufferPointer(start: name, count: Int(count)), as: UTF8.self)
        // A certificate that does not verify has ended the handshake already.
        clientCertificate = Owned(
            SSL_get1_peer_certificate(connection), free: { X509_free($0) }
        ).map { CertificateFacts($0.pointer) }
    }
}
