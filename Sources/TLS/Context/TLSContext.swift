import COpenSSL

/// What the connections of a server share: certificate, key, rules. It is never changed; a renewed
/// certificate makes another context, and connections keep the one they began with.
///
/// TLS 1.2 and 1.3; for 1.2 only ephemeral keys with authenticated encryption; X25519 and P-256; no
/// renegotiation, no compression, no early data, and no resumption: no ticket key has to be kept
/// secret and renewed, and a client's certificate is looked at anew for every connection.
public final class TLSContext: Sendable {
    /// The server's own certificate.
    public let certificate: CertificateFacts
    /// What should be mended.
    public let warnings: [TLSWarning]

    let owned: Owned

    /// Reads and checks what the configuration names. `now`: seconds since 1970.
    public init(
        _ configuration: TLSConfiguration, now: Int64
    ) throws(TLSConfigurationError) {
        let identity = try ServerIdentity(configuration)
        var authorities: [Owned] = []
        if let source = configuration.clientCertificates.authorities {
            authorities = try PEMText(source).certificates()
        }
        guard let owned = Owned(SSL_CTX_new(TLS_server_method()), free: { SSL_CTX_free($0) })
        else {
            // Swift's own allocations end the process then, too.
            fatalError("OpenSSL has no memory")
        }
        Self.setRules(owned.pointer)
        try identity.install(in: owned.pointer)
        Self.ask(configuration.clientCertificates, authorities, in: owned.pointer)
        certificate = identity.facts
        warnings = identity.warnings(now: now)
        self.owned = owned
    }

    private static let ciphers = [
        "ECDHE-ECDSA-AES128-GCM-SHA256", "ECDHE-RSA-AES128-GCM-SHA256",
        "ECDHE-ECDSA-AES256-GCM-SHA384", "ECDHE-RSA-AES256-GCM-SHA384",
        "ECDHE-ECDSA-CHACHA20-POLY1305", "ECDHE-RSA-CHACHA20-POLY1305",
    ].joined(separator: ":")

    private static let suites = [
        "TLS_AES_128_GCM_SHA256", "TLS_AES_256_GCM_SHA384", "TLS_CHACHA20_POLY1305_SHA256",
    ].joined(separator: ":")

    private static let signatures = [
        "ed25519", "ECDSA+SHA256", "ECDSA+SHA384", "ECDSA+SHA512", "RSA-PSS+SHA256",
        "RSA-PSS+SHA384", "RSA-PSS+SHA512", "RSA+SHA256", "RSA+SHA384", "RSA+SHA512",
    ].joined(separator: ":")

    /// Fails only when the library was built without what TLS needs.
    private static func setRules(_ context: OpaquePointer) {
        SSL_CTX_set_security_level(context, 2)
        copenssl_set_server_rules(context)
        copenssl_take_only_http1(context)
        copenssl_set_certificates_bytes_max(context, TLSLimits.clientCertificatesBytesMax)
        let isSet =
            copenssl_set_versions(context) == 1
            && SSL_CTX_set_cipher_list(context, ciphers) == 1
            && SSL_CTX_set_ciphersuites(context, suites) == 1
            && copenssl_set_groups(context, "X25519:P-256") == 1
            && copenssl_set_signatures(context, signatures) == 1
        precondition(isSet, "OpenSSL lacks what TLS needs")
    }

    private static func ask(
        _ clients: TLSConfiguration.ClientCertificates, _ authorities: [Owned],
        in context: OpaquePointer
    ) {
        for authority in authorities {
            X509_STORE_add_cert(SSL_CTX_get_cert_store(context), authority.pointer)
            SSL_CTX_add_client_CA(context, authority.pointer)
        }
        SSL_CTX_set_verify_depth(context, Int32(TLSLimits.clientChainMax))
        switch clients {
        case .none: SSL_CTX_set_verify(context, SSL_VERIFY_NONE, nil)
        case .optional: SSL_CTX_set_verify(context, SSL_VERIFY_PEER, nil)
        case .required:
            SSL_CTX_set_verify(context, SSL_VERIFY_PEER | SSL_VERIFY_FAIL_IF_NO_PEER_CERT, nil)
        }
        ERR_clear_error()
    }
}
