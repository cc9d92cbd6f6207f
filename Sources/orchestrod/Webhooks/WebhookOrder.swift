import Webhooks

/// What the loop is asked to do with webhooks.
enum WebhookOrder: Sendable {
    /// Make a webhook; the loop gives it its number.
    case create(Webhook)
    /// Make it another way.
    case patch(WebhookID, WebhookPatch)
    /// Give it another secret.
    case rotate(WebhookID, WebhookSecret)
    /// Remove it with its deliveries.
    case remove(WebhookID)
}

/// What the loop is asked to do with deliveries.
enum DeliveryOrder: Sendable {
    /// Send a message for trial.
    case ping(WebhookID)
    /// Send a message again.
    case retry(WebhookID, Int64)
}
