import COpenSSL

/// A private key, and whether it is strong enough to serve.
struct PrivateKey {
    let owned: Owned

    init(_ owned: Owned) { self.owned = owned }

    /// Refuses keys that are weak or of no use.
    func check(name: String) throws(TLSConfigurationError) {
        let bits = Int(EVP_PKEY_get_bits(owned.pointer))
        let (kind, bitsMin): (String, Int)
        switch EVP_PKEY_get_base_id(owned.pointer) {
        case EVP_PKEY_RSA, EVP_PKEY_RSA_PSS: (kind, bitsMin) = ("RSA", TLSLimits.rsaBitsMin)
        case EVP_PKEY_EC, EVP_PKEY_ED25519, EVP_PKEY_ED448:
            (kind, bitsMin) = ("an elliptic curve", TLSLimits.curveBitsMin)
        default:
            let kind = EVP_PKEY_get0_type_name(owned.pointer).map { String(cString: $0) }
            throw .keyUnsupported(name: name, kind: kind ?? "unknown")
        }
        guard bits >= bitsMin else {
            throw .keyTooWeak(name: name, kind: kind, bits: bits, bitsMin: bitsMin)
        }
    }
}
