import HTTPTypes
import HummingbirdCore
import Webhooks
import Wire

/// `/api/v1/webhooks`.
extension APIService {
    static let webhookEndpoints = [
        Endpoint(method: .post, route: .webhooks) { service, request, context in
            let asked = try await service.body(request, as: WebhookRequest.self)
            let made = try await service.makeWebhook(asked, context)
            var response = told(made, status: .created)
            response.headers[.location] = APIRoute.webhook.path(webhook: made.id)
            return response
        },
        Endpoint(method: .get, route: .webhooks) { service, request, context in
            let query = Query(request)
            return Answer.tagged(
                try service.webhooks(of: query.text(.owner), try query.page(), context))
        },
        Endpoint(method: .get, route: .webhook) { service, _, context in
            let shape = try service.webhook(context).shape
            return Answer.tagged(shape, as: shape.tag)
        },
        Endpoint(method: .patch, route: .webhook) { service, request, context in
            let webhook = try service.webhook(context)
            let conditions = try Conditions(request)
            let asked = try await service.body(request, as: WebhookPatchRequest.self)
            return Answer.json(
                try await service.change(webhook, asked, when: conditions, context))
        },
        Endpoint(method: .delete, route: .webhook) { service, request, context in
            let webhook = try service.webhook(context)
            return Answer.json(
                try await service.remove(webhook, when: try Conditions(request), context))
        },
        Endpoint(method: .post, route: .webhookRotation) { service, request, context in
            let webhook = try service.webhook(context)
            let conditions = try Conditions(request)
            return told(
                try await service.rotate(webhook, when: conditions, context), status: .ok)
        },
        Endpoint(method: .post, route: .webhookPing) { service, _, context in
            Answer.json(try await service.ping(try service.webhook(context)))
        },
        Endpoint(method: .get, route: .deliveries) { service, request, context in
            let webhook = try service.webhook(context)
            let query = Query(request)
            return Answer.tagged(
                try service.deliveries(to: webhook, in: query.text(.state), try query.page()))
        },
        Endpoint(method: .post, route: .deliveryRetry) { service, _, context in
            let webhook = try service.webhook(context)
            let text = context.text(.delivery)
            return Answer.json(try await service.retry(delivery: text, to: webhook))
        },
    ]

    /// The only answers with a secret in them; nobody on the way keeps them.
    private static func told(_ webhook: WebhookShape, status: HTTPResponse.Status) -> Answer {
        var response = Answer.json(webhook, status: status)
        response.headers[.cacheControl] = "no-store"
        return response
    }

    /// The webhook of the request, when the caller may manage it.
    private func webhook(_ context: APIContext) throws -> Webhook {
        try webhook(named: context.text(.webhook), context)
    }
}
