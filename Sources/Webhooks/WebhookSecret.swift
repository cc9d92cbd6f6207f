import Digests

/// What messages to a webhook are signed with: `whsec_` and base64 of random bytes, as Standard
/// Webhooks 1.0.0 ("Signature scheme") wants it. It is never shown by printing the value.
public struct WebhookSecret: Hashable, Sendable {
    /// What every secret begins with.
    public static let prefix = "whsec_"

    /// The key of the signature.
    let bytes: [UInt8]

    /// A secret of random bytes (``WebhookLimits/secretBytes``).
    public init(randomBytes bytes: [UInt8]) {
        precondition(bytes.count == WebhookLimits.secretBytes, "a secret has 32 random bytes")
        self.bytes = bytes
    }

    init(bytes: [UInt8]) { self.bytes = bytes }

    /// Reads a secret's text; nil when it is none.
    public init?(text: String) {
        guard text.hasPrefix(Self.prefix),
            let bytes = Base64.bytes(text.dropFirst(Self.prefix.count)),
            bytes.count == WebhookLimits.secretBytes
        else { return nil }
        self.bytes = bytes
    }

    /// What its receiver keeps.
    public var text: String { Self.prefix + Base64.text(bytes) }

    /// The value of a signature: `v1,` and base64 of HMAC-SHA256 of id, seconds since 1970-01-01
    /// UTC and payload with full stops between.
    public func signature(id: String, seconds: Int64, payload: String) -> String {
        let digest = Digest.hmacSHA256(Array("\(id).\(seconds).\(payload)".utf8), key: bytes)
        return "v1," + Base64.text(digest.bytes)
    }
}

extension WebhookSecret: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    /// Not the secret.
    public var description: String { Self.prefix + "…" }
    /// Not the secret.
    public var debugDescription: String { description }
    /// Nothing: `dump` does not show the secret either.
    public var customMirror: Mirror { Mirror(self, children: []) }
}

/// Base64 (RFC 4648, section 4).
enum Base64 {
    private static let digits = Array(
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)

    static func text(_ bytes: [UInt8]) -> String {
        var text: [UInt8] = []
        for start in stride(from: 0, to: bytes.count, by: 3) {
            let group = bytes[start..<min(start + 3, bytes.count)]
            var value = group.reduce(0) { $0 << 8 | Int($1) }
            value <<= 8 * (3 - group.count)
            for place in 0..<4 {
                let digit = digits[value >> (18 - 6 * place) & 63]
                text.append(place <= group.count ? digit : UInt8(ascii: "="))
            }
        }
        return String(decoding: text, as: UTF8.self)
    }

    /// The bytes of a text in its one form; nil for any other text.
    static func bytes(_ text: some StringProtocol) -> [UInt8]? {
        var bytes: [UInt8] = []
        var (value, bits) = (0, 0)
        for digit in text.utf8 where digit != UInt8(ascii: "=") {
            guard let number = digits.firstIndex(of: digit) else { return nil }
            value = value << 6 | number
            bits += 6
            guard bits >= 8 else { continue }
            bits -= 8
            bytes.append(UInt8(value >> bits & 255))
            value &= (1 << bits) - 1
        }
        return Self.text(bytes) == text ? bytes : nil
    }
}
