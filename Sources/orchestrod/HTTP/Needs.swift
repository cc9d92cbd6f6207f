import Access
import HTTPTypes
import Wire

extension APIService.Endpoint {
    /// What a caller of that place needs, also where its work is done under another name: the one
    /// list of it. What belongs to one job or key is decided where that is looked up, by
    /// ``Permission``.
    static func need(_ method: HTTPRequest.Method, _ route: APIRoute) -> Permission.Need {
        switch (method, route) {
        // Documents tell what everybody can read in the sources, and browsers have no key.
        case (_, .health), (_, .root), (_, .openAPI), (_, .docs), (_, .redoc), (_, .webFile):
            .nothing
        // GraphQL's fields have needs of their own, which are those of other places.
        case (_, .graphQL): .identity
        case (.post, .jobs), (_, .jobsBatch), (_, .retry): .scope(.submit)
        case (.delete, .job): .scope(.cancel)
        case (_, .drain), (_, .resume), (_, .strategy), (_, .audit): .scope(.admin)
        case (_, .keys), (_, .key), (_, .keyRotation), (_, .webhooks), (_, .webhook),
            (_, .webhookRotation), (_, .webhookPing), (_, .deliveries), (_, .deliveryRetry):
            .person
        case (_, .jobs), (_, .job), (_, .events), (_, .jobSocket),
            (_, .eventSocket), (_, .why), (_, .tasks), (_, .task), (_, .recording),
            (_, .artifacts), (_, .status), (_, .workers), (_, .usage), (_, .metrics):
            .scope(.read)
        }
    }
}
