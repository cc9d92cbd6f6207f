import Access
import HummingbirdCore
import Store
import Wire

/// `/api/v1/audit` and `/api/v1/usage`.
extension APIService {
    static let auditEndpoints = [
        Endpoint.quick(.audit) { service, request, _ in
            let query = Query(request)
            let filter = try AuditFilter(
                action: query.text(.action), key: try query.number(.key).map { KeyID($0) })
            return Answer.tagged(try service.audit(filter, try query.page()))
        },
        Endpoint.quick(.usage) { service, request, context in
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
