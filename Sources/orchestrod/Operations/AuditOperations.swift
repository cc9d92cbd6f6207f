import Access
import Jobs
import Store
import Wire

/// What can be asked of the audit log and of the use of keys, however it is asked.
extension APIService {
    /// Entries of the audit log, the latest first.
    func audit(_ filter: AuditFilter, _ page: PageRequest) throws(StoreError) -> AuditPage {
        let found = try store.audit(
            filter, before: page.cursor.map { Int64($0) }, limit: page.limit + 1)
        let shown = found.prefix(page.limit)
        let next = found.count > page.limit ? shown.last.map { String($0.number) } : nil
        return AuditPage(entries: shown.map(\.shape), next: next)
    }

    /// How keys were used, from that day on: administrators see all keys, accounts theirs, a key
    /// itself.
    func usage(
        of key: KeyID?, since day: String?, after cursor: String?, limit: Int,
        _ context: APIContext
    ) throws -> UsagePage {
        let asker = context.principal
        var key = key
        if !asker.isAdmin, let own = asker.key {
            guard key == nil || key == own else { return UsagePage(usage: [], next: nil) }
            key = own
        }
        let found = try store.usage(
            of: asker.isAdmin ? nil : asker.owner.userID, key: key,
            since: try day.map(Self.day) ?? 0, after: try cursor.map(Self.place),
            limit: limit + 1)
        let shown = found.prefix(limit)
        let next = found.count > limit ? shown.last.map { "\($0.day).\($0.key)" } : nil
        return UsagePage(usage: shown.map(\.shape), next: next)
    }

    private static func day(_ text: String) throws(Problem) -> Int64 {
        guard text.utf8.count == 10, let time = UTCTime(text: text + "T00:00:00Z") else {
            throw Problem(
                .invalidRequest,
                "`since` is a day such as 2026-01-31, not `\(text.prefix(40))`")
        }
        return time.microseconds / UsageDay.microseconds
    }

    private static func place(_ text: String) throws(Problem) -> UsagePlace {
        let parts = text.split(separator: ".")
        guard parts.count == 2, let day = Int64(parts[0]), let key = KeyID(text: parts[1]) else {
            throw Problem(.invalidRequest, "`cursor` is the `next` of the page before")
        }
        return UsagePlace(day: day, key: key)
    }
}

extension AuditFilter {
    /// Entries of that kind, about that key.
    init(action word: String?, key: KeyID?) throws(Problem) {
        self.init()
        self.key = key
        guard let word else { return }
        guard let action = AuditAction(rawValue: word) else {
            let words = AuditAction.allCases.map(\.rawValue).joined(separator: ", ")
            throw Problem(
                .invalidRequest, "`action` is one of \(words), not `\(word.prefix(40))`")
        }
        self.action = action
    }
}

extension StoredAuditEntry {
    fileprivate var shape: AuditShape {
        var shape = AuditShape(
            number: number, microseconds: entry.microseconds, action: entry.action.rawValue,
            origin: entry.origin)
        shape.lastMicroseconds = entry.lastMicroseconds
        shape.count = entry.count
        shape.actor = entry.actor
        shape.key = entry.key?.number
        shape.subject = entry.subject
        return shape
    }
}

extension UsageDay {
    fileprivate var shape: UsageShape {
        let time = UTCTime(microseconds: day * Self.microseconds)
        var shape = UsageShape(
            key: key.number, day: String(time.secondsText.prefix(10)), requests: counts.requests,
            lastMicroseconds: counts.lastMicroseconds)
        shape.refused = counts.refused
        shape.limited = counts.limited
        shape.failed = counts.failed
        shape.jobs = counts.jobs
        return shape
    }
}
