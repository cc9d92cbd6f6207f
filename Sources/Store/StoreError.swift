import GRDB

/// Why the store could not do something: what, where, and what to do. Whatever it is, nothing was
/// half done, and the store can be used further.
public enum StoreError: Error, Hashable, Sendable {
    /// There is no database file.
    case missing(path: String)
    /// The file is an SQLite database of something else, or no database at all.
    case notAStore(path: String)
    /// The file was written by a later version of Orchestro.
    case newer(path: String, found: Int64, known: Int64)
    /// The file was written by an earlier version and may not be changed now.
    case older(path: String, found: Int64, known: Int64)
    /// The file is damaged.
    case damaged(path: String, detail: String)
    /// Another process has the store.
    case inUse(path: String)
    /// The file, or one beside it, cannot be opened or written.
    case cannotOpen(path: String, reason: String)
    /// There is no space left.
    case full(path: String)
    /// Reading or writing failed.
    case ioFailed(path: String, detail: String)
    /// Another connection kept the database locked too long.
    case busy(path: String)
    /// A stored value has no meaning in this version.
    case unknownValue(table: String, column: String, value: String)
    /// A change contradicts what is stored: an unknown job, an attempt started twice.
    case refused(String)
    /// The database refuses for a reason that no other case names.
    case unexpected(path: String, detail: String)
}

extension StoreError: CustomStringConvertible {
    /// The message, with what to do.
    public var description: String {
        switch self {
        case .missing(let path):
            "\(path): there is no database; start orchestrod once, or name the right directory"
        case .notAStore(let path):
            "\(path): this is not a database of Orchestro; move the file away, or name another"
                + " state directory"
        case .newer(let path, let found, let known):
            "\(path): the database has schema version \(found), this program knows versions up to"
                + " \(known); install the version of Orchestro that wrote it, or a later one"
        case .older(let path, let found, let known):
            "\(path): the database has schema version \(found), this program works with \(known);"
                + " start this version of orchestrod once, which brings it up to date"
        case .damaged(let path, let detail):
            "\(path): the database is damaged (\(detail)); stop orchestrod, keep a copy of the file"
                + " and restore a backup, or move it away to begin with an empty one"
        case .inUse(let path):
            "\(path): another process has the store; stop the other orchestrod first"
        case .cannotOpen(let path, let reason):
            "\(path): cannot be opened: \(reason); check that the directory exists and belongs to"
                + " the account of orchestrod"
        case .full(let path):
            "\(path): no space is left for the database; free some or lower the retention"
        case .ioFailed(let path, let detail):
            "\(path): reading or writing failed (\(detail)); look at the disk and the kernel's log"
        case .busy(let path):
            "\(path): another connection keeps the database locked; end what has it open"
        case .unknownValue(let table, let column, let value):
            "table \(table), column \(column): the value \(value) has no meaning here; run"
                + " `orchestrod --check-store`"
        case .refused(let what): "the store refuses a change: \(what)"
        case .unexpected(let path, let detail): "\(path): the database refuses: \(detail)"
        }
    }
}

extension StoreError {
    /// Gives an error of the database its case.
    init(_ error: any Error, path: String) {
        if let error = error as? StoreError {
            self = error
            return
        }
        guard let error = error as? DatabaseError else {
            self = .unexpected(path: path, detail: String(describing: error))
            return
        }
        let detail = "\(error.message ?? "no message"), code \(error.extendedResultCode.rawValue)"
        self =
            switch error.resultCode {
            case .SQLITE_NOTADB: .notAStore(path: path)
            case .SQLITE_CORRUPT: .damaged(path: path, detail: detail)
            case .SQLITE_FULL: .full(path: path)
            case .SQLITE_IOERR: .ioFailed(path: path, detail: detail)
            case .SQLITE_BUSY, .SQLITE_LOCKED: .busy(path: path)
            case .SQLITE_CANTOPEN, .SQLITE_READONLY, .SQLITE_PERM:
                .cannotOpen(path: path, reason: detail)
            case .SQLITE_CONSTRAINT: .refused(detail)
            default: .unexpected(path: path, detail: detail)
            }
    }
}
