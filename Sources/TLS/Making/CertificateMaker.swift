import COpenSSL

/// Makes a first certificate for a server that has none: it signs itself, and clients have to be
/// told to trust it.
public enum CertificateMaker {
    /// A certificate and its key, on the curve P-256.
    public struct Made: Sendable {
        /// The certificate in PEM.
        public let certificate: String
        /// The private key in PEM.
        public let key: String
        /// What the certificate says.
        public let facts: CertificateFacts
    }

    /// Makes one for those names, valid from `now` (seconds since 1970) for so many days.
    public static func make(
        names: [CertificateName], days: Int, now: Int64
    ) throws(CertificateMakingError) -> Made {
        guard !names.isEmpty else { throw .noNames }
        guard names.count <= TLSLimits.namesMax else { throw .tooManyNames }
        guard (1...TLSLimits.validityDaysMax).contains(days) else { throw .badValidity(days: days) }
        ERR_clear_error()
        guard let key = Owned(copenssl_make_p256_key(), free: { EVP_PKEY_free($0) }),
            let certificate = Owned(X509_new(), free: { X509_free($0) }),
            fill(certificate.pointer, names, days: days, now: now),
            X509_set_pubkey(certificate.pointer, key.pointer) == 1,
            extend(certificate.pointer, names),
            X509_sign(certificate.pointer, key.pointer, EVP_sha256()) > 0
        else { throw .refused(detail: firstOpenSSLError()) }
        let (certificateText, keyText) = (MemoryText(), MemoryText())
        guard PEM_write_bio_X509(certificateText.memory.pointer, certificate.pointer) == 1,
            PEM_write_bio_PKCS8PrivateKey(
                keyText.memory.pointer, key.pointer, nil, nil, 0, nil, nil) == 1
        else { throw .refused(detail: firstOpenSSLError()) }
        return Made(
            certificate: certificateText.text, key: keyText.text,
            facts: CertificateFacts(certificate.pointer))
    }

    private static func fill(
        _ certificate: OpaquePointer, _ names: [CertificateName], days: Int, now: Int64
    ) -> Bool {
        // Clocks differ: an hour ago it was valid already.
        let start = ASN1_TIME_set(nil, Int(now) - 3600)
        let end = ASN1_TIME_set(nil, Int(now) + days * 86_400)
        defer {
            ASN1_TIME_free(start)
            ASN1_TIME_free(end)
        }
        // A subject's name has at most 64 characters; who asks for a server looks at all names.
        let common = names.first { $0.text.utf8.count <= 64 }?.text ?? "orchestro"
        let subject = X509_get_subject_name(certificate)
        return start != nil && end != nil
            && X509_set_version(certificate, 2) == 1
            && setSerial(certificate)
            && X509_set1_notBefore(certificate, start) == 1
            && X509_set1_notAfter(certificate, end) == 1
            && X509_NAME_add_entry_by_txt(
                subject, "CN", MBSTRING_UTF8, common, -1, -1, 0) == 1
            && X509_set_issuer_name(certificate, subject) == 1
    }

    /// 127 random bits after one that is set: positive, never zero, always as long.
    private static func setSerial(_ certificate: OpaquePointer) -> Bool {
        var bytes = [UInt8](repeating: 0, count: 16)
        guard RAND_bytes(&bytes, Int32(bytes.count)) == 1 else { return false }
        bytes[0] = bytes[0] & 0x3f | 0x40
        guard
            let number = Owned(
                BN_bin2bn(bytes, Int32(bytes.count), nil), free: { BN_free($0) })
        else { return false }
        return BN_to_ASN1_INTEGER(number.pointer, X509_get_serialNumber(certificate)) != nil
    }

    private static func extend(_ certificate: OpaquePointer, _ names: [CertificateName]) -> Bool {
        let entries = names.map(\.entry).joined(separator: ",")
        return [
            (NID_basic_constraints, "critical,CA:FALSE"),
            (NID_key_usage, "critical,digitalSignature"),
            (NID_ext_key_usage, "serverAuth"),
            (NID_subject_key_identifier, "hash"),
            (NID_authority_key_identifier, "keyid:always"),
            (NID_subject_alt_name, entries),
        ].allSatisfy { copenssl_add_extension(certificate, $0.0, $0.1) == 1 }
    }
}
