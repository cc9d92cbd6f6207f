import Wire

/// Webhooks and deliveries.
extension EndpointDocument {
    static let makeWebhook = EndpointDocument(
        name: "makeWebhook", tag: .webhooks, summary: "Make a webhook",
        text: "The answer has what messages are signed with in `secret`, this once.",
        body: [.json(WebhookRequest.schema)],
        answers: [.created("The webhook", .json(WebhookShape.schema))],
        problems: [.limitReached, .storageFull])

    static let listWebhooks = EndpointDocument(
        name: "listWebhooks", tag: .webhooks, summary: "List webhooks, the oldest first",
        parameters: [.query(.owner), .query(.limit), .query(.cursor)],
        answers: [.ok("A page of webhooks", .json(WebhookPage.schema))])

    static let showWebhook = EndpointDocument(
        name: "showWebhook", tag: .webhooks, summary: "Show a webhook",
        answers: [.ok("The webhook", .json(WebhookShape.schema))])

    static let changeWebhook = EndpointDocument(
        name: "changeWebhook", tag: .webhooks, summary: "Change a webhook",
        text: "What the body does not name stays. One that is switched off is told nothing, and"
            + " what was pending is given up.",
        body: [.json(WebhookPatchRequest.schema)],
        answers: [.ok("The webhook", .json(WebhookShape.schema))], problems: [.storageFull])

    static let removeWebhook = EndpointDocument(
        name: "removeWebhook", tag: .webhooks, summary: "Remove a webhook and its deliveries",
        answers: [.ok("The webhook as it was", .json(WebhookShape.schema))],
        problems: [.storageFull])

    static let rotateWebhook = EndpointDocument(
        name: "rotateWebhook", tag: .webhooks, summary: "Replace the secret of a webhook",
        text: "The answer has the new one in `secret`, this once; messages are signed with the old"
            + " one as well for a day.",
        answers: [.ok("The webhook", .json(WebhookShape.schema))], problems: [.storageFull])

    static let pingWebhook = EndpointDocument(
        name: "pingWebhook", tag: .webhooks, summary: "Send a message for trial",
        answers: [.ok("The delivery", .json(DeliveryShape.schema))],
        problems: [.conflict, .storageFull])

    static let listDeliveries = EndpointDocument(
        name: "listDeliveries", tag: .webhooks, summary: "List deliveries, the latest first",
        parameters: [.query(.state, .deliveryState), .query(.limit), .query(.cursor)],
        answers: [.ok("A page of deliveries", .json(DeliveryPage.schema))])

    static let retryDelivery = EndpointDocument(
        name: "retryDelivery", tag: .webhooks, summary: "Send a message again, at once",
        answers: [.ok("The delivery, pending", .json(DeliveryShape.schema))],
        problems: [.conflict, .storageFull])
}
