import Jobs
import Scenarios

/// What a webhook is sent: `type`, `timestamp` and `data` as Standard Webhooks 1.0.0 ("Payload
/// structure") wants them.
public enum WebhookMessage: Hashable, Sendable {
    /// Something happened to a job, which is now so.
    case event(type: String, NumberedEvent, JobShape)
    /// Somebody tries the webhook of that number, at that time (microseconds since 1970-01-01 UTC).
    case ping(webhook: Int, microseconds: Int64)

    /// The payload.
    public var text: String {
        switch self {
        case .event(let type, let event, let job):
            let data: JSONObject = ["event": EventShape.kept(event).json, "job": job.json]
            return Self.text(type, event.microseconds, data)
        case .ping(let webhook, let microseconds):
            return Self.text(
                WebhookWords.ping, microseconds, ["webhook_id": .string(String(webhook))])
        }
    }

    private static func text(_ type: String, _ time: Int64, _ data: JSONObject) -> String {
        let message: JSONValue = [
            "type": .string(type), "timestamp": .time(time), "data": .object(data),
        ]
        return message.text()
    }
}
