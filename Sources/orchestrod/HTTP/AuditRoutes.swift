import Access
import Hummingbird
import HummingbirdCore
import Store
import Wire

/// `/api/v1/audit` and `/api/v1/usage`.
extension APIService {
    static let auditEndpoints = [
        Endpoint(method: .get, route: .audit) { service, request, _ in
            let query = Query(request)
            return Answer.tagged(
                try service.audit(try query.auditFilter(), try query.page()))
        },
        Endpoint(method: .get, route: .usage) { service, request, context in
            let query = Query(request)
            let limit = try query.number(.limit, max: APILimits.pageItemsMax)
            return Answer.tagged(
                try service.usage(
                    of: try query.number(.key).map { KeyID($0) }, since: query.text(.since),
                    after: query.text(.cursor), limit: limit ?? APILimits.pageItemsDefault,
                    context))
        },
    ]
}

extension Query {
    fileprivate func auditFilter() throws(Problem) -> AuditFilter {
        var filter = AuditFilter()
        filter.key = try number(.key).map { KeyID($0) }
        guard let word = text(.action) else { return filter }
        guard let action = AuditAction(rawValue: word) else {
            let words = AuditAction.allCases.map(\.rawValue).joined(separator: ", ")
            throw Problem(
                .invalidRequest, "`action` is one of \(words), not `\(word.prefix(40))`")
        }
        filter.action = action
        return filter
    }
}
