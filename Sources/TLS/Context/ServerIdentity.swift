import COpenSSL

/// A server's certificate with those that vouch for it, and its key: read and checked.
struct ServerIdentity {
    private let certificates: [Owned]
    private let certificatesName: String
    private let key: PrivateKey
    private let keyName: String
    private let keyMode: UInt32?
    /// What the server's own certificate says.
    let facts: CertificateFacts

    init(_ configuration: TLSConfiguration) throws(TLSConfigurationError) {
        let text = try PEMText(configuration.certificates)
        certificates = try text.certificates()
        certificatesName = text.name
        let keyText = try PEMText(configuration.key)
        key = try keyText.key()
        keyName = keyText.name
        keyMode = keyText.mode
        try key.check(name: keyText.name)
        facts = CertificateFacts(certificates[0].pointer)
        guard X509_check_private_key(certificates[0].pointer, key.owned.pointer) == 1 else {
            ERR_clear_error()
            throw .keyMismatch(key: keyText.name, certificates: text.name)
        }
    }

    /// Gives them to a context.
    func install(in context: OpaquePointer) throws(TLSConfigurationError) {
        ERR_clear_error()
        var isTaken = SSL_CTX_use_certificate(context, certificates[0].pointer) == 1
        for certificate in certificates.dropFirst() where isTaken {
            isTaken = copenssl_add_chain_certificate(context, certificate.pointer) == 1
        }
        guard isTaken, SSL_CTX_use_PrivateKey(context, key.owned.pointer) == 1 else {
            throw .certificateRefused(name: certificatesName, detail: firstOpenSSLError())
        }
    }

    /// What should be mended. `now`: seconds since 1970.
    func warnings(now: Int64) -> [TLSWarning] {
        var warnings: [TLSWarning] = []
        if now > facts.notAfter {
            warnings.append(.expired(name: certificatesName, since: facts.notAfter))
        } else if now < facts.notBefore {
            warnings.append(.notYetValid(name: certificatesName, from: facts.notBefore))
        } else if facts.notAfter - now < TLSLimits.expiryWarning.components.seconds {
            let days = Int((facts.notAfter - now) / 86_400)
            warnings.append(.expiresSoon(name: certificatesName, days: days))
        }
        // systemd's credentials are readable by a group of nobody: the mask of an access list.
        if let keyMode, keyMode & 0o027 != 0 {
            warnings.append(.keyExposed(path: keyName, mode: keyMode))
        }
        return warnings
    }
}
