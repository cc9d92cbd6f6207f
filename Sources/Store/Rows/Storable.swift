import GRDB

/// What can be bound to a statement.
protocol Storable {
    /// The value as the database keeps it.
    var stored: DatabaseValue { get }
}

extension Int: Storable {
    var stored: DatabaseValue { databaseValue }
}

extension Int64: Storable {
    var stored: DatabaseValue { databaseValue }
}

extension UInt32: Storable {
    var stored: DatabaseValue { databaseValue }
}

extension Double: Storable {
    var stored: DatabaseValue { databaseValue }
}

extension Bool: Storable {
    var stored: DatabaseValue { databaseValue }
}

extension String: Storable {
    var stored: DatabaseValue { StoredText.encode(self).databaseValue }
}

extension Optional: Storable where Wrapped: Storable {
    var stored: DatabaseValue { self?.stored ?? .null }
}

/// Texts as the database can keep them: it ends a text at its first NUL. The rare text with one is
/// written with DLE as mark.
enum StoredText {
    private static let null: UInt8 = 0
    private static let mark: UInt8 = 0x10

    static func encode(_ text: String) -> String {
        guard text.utf8.contains(where: { $0 == null || $0 == mark }) else { return text }
        var bytes: [UInt8] = []
        for byte in text.utf8 {
            switch byte {
            case null: bytes += [mark, UInt8(ascii: "0")]
            case mark: bytes += [mark, UInt8(ascii: "1")]
            default: bytes.append(byte)
            }
        }
        return String(decoding: bytes, as: UTF8.self)
    }

    static func decode(_ text: String) -> String {
        guard text.utf8.contains(mark) else { return text }
        var bytes: [UInt8] = []
        var isMarked = false
        for byte in text.utf8 {
            if isMarked {
                bytes.append(byte == UInt8(ascii: "0") ? null : mark)
                isMarked = false
            } else if byte == mark {
                isMarked = true
            } else {
                bytes.append(byte)
            }
        }
        return String(decoding: bytes, as: UTF8.self)
    }
}
