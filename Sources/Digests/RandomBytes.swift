import COpenSSL

/// Bytes that nobody can guess, for keys and secrets.
public enum RandomBytes {
    /// So many of them. Traps when the system has no randomness: going on would be worse.
    public static func make(_ count: Int) -> [UInt8] {
        [UInt8](unsafeUninitializedCapacity: count) { bytes, made in
            let result = RAND_bytes(bytes.baseAddress, Int32(count))
            precondition(count == 0 || result == 1, "the system has no random bytes")
            made = count
        }
    }
}
