import COpenSSL

/// Comparison of secrets.
public enum ConstantTime {
    /// Whether the bytes are the same. The time depends on their number only.
    public static func areEqual(_ left: [UInt8], _ right: [UInt8]) -> Bool {
        left.count == right.count && CRYPTO_memcmp(left, right, left.count) == 0
    }
}
