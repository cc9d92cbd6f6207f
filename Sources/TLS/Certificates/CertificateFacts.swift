import COpenSSL
import Glibc

/// What a certificate says.
public struct CertificateFacts: Hashable, Sendable {
    /// Whose it is, as RFC 2253 writes names: `CN=build,O=Lab`.
    public let subject: String
    /// Who vouches for it.
    public let issuer: String
    /// SHA-256 of the whole certificate, 64 lower-case hexadecimal digits.
    public let fingerprint: String
    /// Serial number, in lower-case hexadecimal digits.
    public let serial: String
    /// First second of its validity since 1970.
    public let notBefore: Int64
    /// Last second of its validity since 1970.
    public let notAfter: Int64
    /// URIs among its alternative names, at most ``TLSLimits/urisMax``.
    public let uris: [String]

    init(_ certificate: OpaquePointer) {
        subject = Self.name(X509_get_subject_name(certificate))
        issuer = Self.name(X509_get_issuer_name(certificate))
        var digest = [UInt8](repeating: 0, count: Int(EVP_MAX_MD_SIZE))
        var count: UInt32 = 0
        X509_digest(certificate, EVP_sha256(), &digest, &count)
        fingerprint = Self.hex(digest.prefix(Int(count)))
        serial = Self.serial(certificate)
        notBefore = Self.seconds(X509_get0_notBefore(certificate))
        notAfter = Self.seconds(X509_get0_notAfter(certificate))
        uris = Self.uris(certificate)
    }

    private static func name(_ name: OpaquePointer?) -> String {
        let text = MemoryText()
        copenssl_print_name(text.memory.pointer, name)
        return text.text
    }

    private static func serial(_ certificate: OpaquePointer) -> String {
        let number = X509_get0_serialNumber(certificate)
        guard let count = number?.pointee.length, count > 0, let data = number?.pointee.data else {
            return "00"
        }
        return hex(UnsafeBufferPointer(start: data, count: Int(count)))
    }

    private static func uris(_ certificate: OpaquePointer) -> [String] {
        var uris: [String] = []
        while uris.count < TLSLimits.urisMax {
            let text = MemoryText()
            guard
                copenssl_print_uri(text.memory.pointer, certificate, Int32(uris.count)) == 1
            else { break }
            uris.append(text.text)
        }
        return uris
    }

    private static func hex(_ bytes: some Sequence<UInt8>) -> String {
        bytes.map { byte in
            let digits = String(byte, radix: 16)
            return digits.count == 1 ? "0" + digits : digits
        }.joined()
    }

    /// A time that cannot be read counts as long past.
    private static func seconds(_ time: UnsafePointer<ASN1_TIME>?) -> Int64 {
        var parts = tm()
        guard ASN1_TIME_to_tm(time, &parts) == 1 else { return 0 }
        return Int64(timegm(&parts))
    }
}
