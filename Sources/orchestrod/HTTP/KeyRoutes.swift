import Access
import HTTPTypes
import HummingbirdCore
import Wire

/// `/api/v1/keys`.
extension APIService {
    static let keyEndpoints = [
        Endpoint(method: .post, route: .keys) { service, request, context in
            let asked = try await service.body(request, as: KeyRequest.self)
            let made = try await service.makeKey(asked, context)
            var response = told(made, status: .created)
            response.headers[.location] = APIRoute.key.path(key: made.id)
            return response
        },
        Endpoint.quick(.keys) { service, request, context in
            let query = Query(request)
            return Answer.tagged(
                try service.keys(of: query.text(.owner), try query.page(), context))
        },
        Endpoint.quick(.key) { service, _, context in
            let shape = try service.key(context).shape(at: service.clock.now)
            return Answer.tagged(shape, as: shape.tag)
        },
        Endpoint(method: .delete, route: .key) { service, request, context in
            let key = try service.key(context)
            return Answer.json(
                try await service.revoke(key, when: try Conditions(request), context))
        },
        Endpoint(method: .post, route: .keyRotation) { service, request, context in
            let key = try service.key(context)
            return told(
                try await service.rotate(key, when: try Conditions(request), context), status: .ok)
        },
    ]

    /// The only answers with a secret in them; nobody on the way keeps them.
    private static func told(_ key: KeyShape, status: HTTPResponse.Status) -> Answer {
        var response = Answer.json(key, status: status)
        response.headers[.cacheControl] = "no-store"
        return response
    }

    /// The key of the request, when the caller may manage it.
    private func key(_ context: APIContext) throws -> APIKey {
        try key(named: context.text(.key), context)
    }
}
