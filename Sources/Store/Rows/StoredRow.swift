import GRDB
import Scenarios

/// The columns of one row, taken from left to right. What is not of the expected kind is an
/// error, never a trap: whatever is in the file, reading it must not end the daemon.
struct StoredRow {
    private let row: Row
    private let table: String
    private var next = 0

    init(_ row: Row, table: String) {
        self.row = row
        self.table = table
    }

    mutating func integer() throws(StoreError) -> Int64 {
        let value = take()
        guard case .int64(let number) = value.storage else { throw unknown(value) }
        return number
    }

    mutating func optionalInteger() throws(StoreError) -> Int64? {
        try isNull() ? nil : integer()
    }

    mutating func int() throws(StoreError) -> Int { Int(try integer()) }

    mutating func optionalInt() throws(StoreError) -> Int? { try optionalInteger().map { Int($0) } }

    mutating func real() throws(StoreError) -> Double {
        let value = take()
        switch value.storage {
        case .double(let number): return number
        case .int64(let number): return Double(number)
        default: throw unknown(value)
        }
    }

    mutating func optionalReal() throws(StoreError) -> Double? { try isNull() ? nil : real() }

    mutating func bool() throws(StoreError) -> Bool { try integer() != 0 }

    mutating func text() throws(StoreError) -> String {
        let value = take()
        guard case .string(let text) = value.storage else { throw unknown(value) }
        return StoredText.decode(text)
    }

    mutating func optionalText() throws(StoreError) -> String? { try isNull() ? nil : text() }

    /// A text that is one of a closed list.
    mutating func word<Word: RawRepresentable<String>>(
        _: Word.Type = Word.self
    ) throws(StoreError) -> Word {
        let value = take()
        guard case .string(let text) = value.storage, let word = Word(rawValue: text) else {
            throw unknown(value)
        }
        return word
    }

    /// A JSON text as the value that `read` makes of it; absent: nil.
    mutating func list<Value>(
        _ read: (JSONValue) -> Value?
    ) throws(StoreError) -> Value? {
        guard !isNull() else { return nil }
        let value = take()
        guard case .string(let text) = value.storage else { throw unknown(value) }
        do {
            guard let list = read(try JSONValue.parse(text)) else { throw unknown(value) }
            return list
        } catch {
            throw unknown(value)
        }
    }

    /// An error about the column that was taken last.
    func unknown() -> StoreError { unknown(value(next - 1)) }

    private mutating func take() -> DatabaseValue {
        defer { next += 1 }
        return value(next)
    }

    /// Whether the next column is null; takes it then.
    private mutating func isNull() -> Bool {
        guard value(next).isNull else { return false }
        next += 1
        return true
    }

    private func value(_ place: Int) -> DatabaseValue {
        (0..<row.count).contains(place) ? row[place] : .null
    }

    private func unknown(_ value: DatabaseValue) -> StoreError {
        let names = Array(row.columnNames)
        let place = next - 1
        return .unknownValue(
            table: table, column: names.indices.contains(place) ? names[place] : "\(place)",
            value: String(value.description.prefix(100)))
    }
}
