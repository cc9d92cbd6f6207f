import COpenSSL

/// SHA-256 of bytes that come one after the other.
public final class DigestStream {
    private let context: OpaquePointer

    /// Of no bytes yet. Traps when there is no memory or no SHA-256: going on would be worse.
    public init() {
        guard let context = EVP_MD_CTX_new(),
            EVP_DigestInit_ex(context, EVP_sha256(), nil) == 1
        else { preconditionFailure("SHA-256 is not to be had") }
        self.context = context
    }

    deinit { EVP_MD_CTX_free(context) }

    /// Adds these.
    public func add(_ bytes: ArraySlice<UInt8>) {
        let result = bytes.withUnsafeBytes {
            EVP_DigestUpdate(context, $0.baseAddress, $0.count)
        }
        precondition(result == 1, "SHA-256 is not to be had")
    }

    /// The digest of all of them; nothing can be added after it.
    public func finish() -> Digest {
        var bytes = [UInt8](repeating: 0, count: Digest.bytesCount)
        precondition(
            EVP_DigestFinal_ex(context, &bytes, nil) == 1, "SHA-256 is not to be had")
        return Digest(whole: bytes)
    }
}
