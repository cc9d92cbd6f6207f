import COpenSSL

/// A SHA-256 value, or an HMAC made with it. Two are compared in constant time, so that a digest of
/// a secret may be compared with what a stranger sent.
public struct Digest: Hashable, Sendable {
    /// Length, in bytes.
    public static let bytesCount = 32

    /// The value.
    public let bytes: [UInt8]

    /// Takes a value of the right length.
    public init?(bytes: [UInt8]) {
        guard bytes.count == Self.bytesCount else { return nil }
        self.bytes = bytes
    }

    /// Reads 64 hexadecimal digits.
    public init?(hex: some StringProtocol) {
        let digits = Array(hex.utf8)
        guard digits.count == 2 * Self.bytesCount else { return nil }
        var bytes: [UInt8] = []
        for index in stride(from: 0, to: digits.count, by: 2) {
            guard let high = Self.value(digits[index]), let low = Self.value(digits[index + 1])
            else { return nil }
            bytes.append(high << 4 | low)
        }
        self.bytes = bytes
    }

    /// 64 lower-case hexadecimal digits.
    public var hex: String {
        let digits = Array("0123456789abcdef".utf8)
        let text = bytes.flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] }
        return String(decoding: text, as: UTF8.self)
    }

    /// SHA-256 of a message.
    public static func sha256(_ message: [UInt8]) -> Digest {
        var bytes = [UInt8](repeating: 0, count: bytesCount)
        let result = COpenSSL.SHA256(message, message.count, &bytes)
        precondition(result != nil, "SHA-256 is not to be had")
        return Digest(whole: bytes)
    }

    /// HMAC-SHA-256 of a message (RFC 2104).
    public static func hmacSHA256(_ message: [UInt8], key: [UInt8]) -> Digest {
        var bytes = [UInt8](repeating: 0, count: bytesCount)
        let result = HMAC(
            EVP_sha256(), key, Int32(key.count), message, message.count, &bytes, nil)
        precondition(result != nil, "HMAC-SHA-256 is not to be had")
        return Digest(whole: bytes)
    }

    /// Whether they are the same, in a time that does not tell where they differ.
    public static func == (left: Digest, right: Digest) -> Bool {
        ConstantTime.areEqual(left.bytes, right.bytes)
    }

    init(whole bytes: [UInt8]) { self.bytes = bytes }

    private static func value(_ digit: UInt8) -> UInt8? {
        Character(UnicodeScalar(digit)).hexDigitValue.map(UInt8.init)
    }
}
