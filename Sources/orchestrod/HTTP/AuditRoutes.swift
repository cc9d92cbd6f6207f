import Access
import HTTPTypes
import Hummingbird
import HummingbirdCore
import Jobs
import Store
import Wire

/// `/api/v1/audit` and `/api/v1/usage`.
extension APIService {
    static let auditEndpoints = [
        Endpoint(method: .get, route: .audit) { service, request, _ in
            try service.audit(request)
        },
        Endpoint(method: .get, route: .usage) { try $0.usage($1, $2) },
    ]

    private func audit(_ request: Request) throws -> Response {
        let query = Query(request)
        let page = try query.page()
        var filter = AuditFilter()
        filter.key = try query.number(.key).map { KeyID($0) }
        if let word = query.text(.action) {
            guard let action = AuditAction(rawValue: word) else {
                let words = AuditAction.allCases.map(\.rawValue).joined(separator: ", ")
                throw Problem(
                    .invalidRequest, "`action` is one of \(words), not `\(word.prefix(40))`")
            }
            filter.action = action
        }
        let found = try store.audit(
            filter, before: page.cursor.map { Int64($0) }, limit: page.limit + 1)
        let shown = found.prefix(page.limit)
        let next = found.count > page.limit ? shown.last.map { String($0.number) } : nil
        return Answer.json(AuditPage(entries: shown.map(\.shape), next: next))
    }

    /// Administrators see the use of all keys, accounts of theirs, a key its own.
    private func usage(_ request: Request, _ context: APIContext) throws -> Response {
        let query = Query(request)
        let limit = try query.number(.limit, max: APILimits.pageItemsMax)
        let most = limit ?? APILimits.pageItemsDefault
        let asker = context.principal
        var key = try query.number(.key).map { KeyID($0) }
        if !asker.isAdmin, let own = asker.key {
            guard key == nil || key == own else {
                return Answer.json(UsagePage(usage: [], next: nil))
            }
            key = own
        }
        let found = try store.usage(
            of: asker.isAdmin ? nil : asker.owner.userID, key: key, since: try Self.since(query),
            after: try Self.place(query), limit: most + 1)
        let shown = found.prefix(most)
        let next = found.count > most ? shown.last.map { "\($0.day).\($0.key)" } : nil
        return Answer.json(UsagePage(usage: shown.map(\.shape), next: next))
    }

    private static func since(_ query: Query) throws(Problem) -> Int64 {
        guard let text = query.text(.since) else { return 0 }
        guard text.utf8.count == 10, let time = UTCTime(text: text + "T00:00:00Z") else {
            throw Problem(
                .invalidRequest,
                "`since` is a day such as 2026-01-31, not `\(text.prefix(40))`")
        }
        return time.microseconds / UsageDay.microseconds
    }

    private static func place(_ query: Query) throws(Problem) -> UsagePlace? {
        guard let text = query.text(.cursor) else { return nil }
        let parts = text.split(separator: ".")
        guard parts.count == 2, let day = Int64(parts[0]), let key = KeyID(text: parts[1]) else {
            throw Problem(.invalidRequest, "`cursor` is the `next` of the page before")
        }
        return UsagePlace(day: day, key: key)
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
