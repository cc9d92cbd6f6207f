import Digests

/// The secret text of a key: `orchestro_` and 43 URL-safe base64 characters of 32 random bytes.
/// It is shown once, by ``text``, and never by printing the value.
public struct KeySecret: Sendable {
    /// What every key begins with, so that scanners find one that was published.
    public static let prefix = "orchestro_"
    private static let digits = Array(
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_".utf8)

    /// The text that its holder keeps.
    public let text: String

    /// The secret of so many random bytes (``AccessLimits/secretBytes``).
    public init(randomBytes bytes: [UInt8]) {
        precondition(bytes.count == AccessLimits.secretBytes, "a key has 32 random bytes")
        var text = Self.prefix
        var (value, bits) = (0, 0)
        for byte in bytes {
            value = value << 8 | Int(byte)
            bits += 8
            while bits >= 6 {
                bits -= 6
                text.unicodeScalars.append(Unicode.Scalar(Self.digits[value >> bits & 63]))
            }
            value &= (1 << bits) - 1
        }
        if bits > 0 {
            text.unicodeScalars.append(Unicode.Scalar(Self.digits[value << (6 - bits) & 63]))
        }
        self.text = text
    }

    /// What is stored of it.
    public var digest: KeyDigest { KeyDigest(of: text) }
}

extension KeySecret: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    /// Not the secret.
    public var description: String { Self.prefix + "…" }
    /// Not the secret.
    public var debugDescription: String { description }
    /// Nothing: `dump` does not show the secret either.
    public var customMirror: Mirror { Mirror(self, children: []) }
}

/// SHA-256 of a key's text. A key has 256 random bits, so that a slow hash as for passwords would
/// only cost time; two digests are compared in constant time.
public struct KeyDigest: Hashable, Sendable {
    private let digest: Digest

    /// The digest of a text, whatever it is.
    public init(of text: String) { digest = .sha256(Array(text.utf8)) }

    /// Reads 64 hexadecimal digits.
    public init?(hex: String) {
        guard let digest = Digest(hex: hex) else { return nil }
        self.digest = digest
    }

    /// 64 hexadecimal digits.
    public var hex: String { digest.hex }

    /// The first 64 bits: what digests are looked up by.
    var place: UInt64 { digest.bytes.prefix(8).reduce(0) { $0 << 8 | UInt64($1) } }
}
