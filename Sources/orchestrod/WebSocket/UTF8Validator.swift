/// Looks whether bytes that come in parts are UTF-8 (RFC 3629): without surrogates, overlong forms
/// and what is above U+10FFFF.
struct UTF8Validator: Hashable, Sendable {
    /// Bytes of the character that are still to come.
    private var missing = 0
    /// What the next of them may be.
    private var next: ClosedRange<UInt8> = 0x80...0xBF

    init() {}

    /// Whether no character is begun and not ended.
    var isComplete: Bool { missing == 0 }

    /// Takes the next bytes; false: it cannot become UTF-8 any more.
    mutating func accept(_ bytes: some Sequence<UInt8>) -> Bool {
        for byte in bytes {
            guard missing > 0 ? follow(byte) : begin(byte) else { return false }
        }
        return true
    }

    private mutating func follow(_ byte: UInt8) -> Bool {
        guard next.contains(byte) else { return false }
        next = 0x80...0xBF
        missing -= 1
        return true
    }

    private mutating func begin(_ byte: UInt8) -> Bool {
        switch byte {
        case 0x00...0x7F: return true
        case 0xC2...0xDF: missing = 1
        case 0xE0: (missing, next) = (2, 0xA0...0xBF)
        case 0xED: (missing, next) = (2, 0x80...0x9F)
        case 0xE1...0xEF: missing = 2
        case 0xF0: (missing, next) = (3, 0x90...0xBF)
        case 0xF1...0xF3: missing = 3
        case 0xF4: (missing, next) = (3, 0x80...0x8F)
        default: return false
        }
        return true
    }
}
