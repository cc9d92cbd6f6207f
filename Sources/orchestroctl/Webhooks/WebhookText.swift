import Jobs
import Reports
import Wire

/// Webhooks and their messages as people see them.
enum WebhookText {
    /// A new secret: alone on standard output, so that it can go to a file; the rest beside it.
    static func tell(_ webhook: WebhookShape, asJSON: Bool) {
        if asJSON { return Output.json(webhook.json) }
        Output.line(webhook.secret ?? "")
        Output.error(
            "webhook \(webhook.id) sends to \(ReadableLine.text(webhook.url)); the secret is shown"
                + " this once")
    }

    static func tell(_ delivery: DeliveryShape, asJSON: Bool) {
        if asJSON { return Output.json(delivery.json) }
        Output.line("message \(delivery.id) to webhook \(delivery.webhook) is \(delivery.state)")
    }

    static func facts(_ webhook: WebhookShape) -> [String] {
        var facts = [
            ("webhook", String(webhook.id)), ("name", webhook.name), ("url", webhook.url),
            ("owner", webhook.owner), ("events", webhook.events.joined(separator: ", ")),
            ("jobs", jobs(webhook)), ("state", state(webhook)),
            ("pending", String(webhook.pendingCount)),
            ("made", TimeText.local(webhook.createdMicroseconds) + " by \(webhook.createdBy)"),
        ]
        if let rotated = webhook.rotatedMicroseconds {
            facts.append(("new secret", TimeText.local(rotated)))
        }
        return FactLines.lines(facts)
    }

    static func table(_ webhooks: [WebhookShape], columns: Int?) -> [String] {
        var table = TextTable(
            ["WEBHOOK", "NAME", "OWNER", "STATE", "PENDING", "JOBS", "EVENTS", "URL"],
            right: [0, 4])
        for webhook in webhooks {
            table.add([
                String(webhook.id), webhook.name, webhook.owner,
                webhook.isActive ? "active" : "off", String(webhook.pendingCount), jobs(webhook),
                webhook.events.joined(separator: ","), webhook.url,
            ])
        }
        return table.lines(columns: columns)
    }

    static func table(_ deliveries: [DeliveryShape], now: Int64, columns: Int?) -> [String] {
        var table = TextTable(
            ["DELIVERY", "EVENT", "JOB", "STATE", "TRIES", "STATUS", "LAST TRY", "WRONG"],
            right: [0, 2, 4, 5])
        for delivery in deliveries {
            let tried = delivery.triedMicroseconds
            table.add([
                String(delivery.id), delivery.event, delivery.job?.description ?? "",
                delivery.state, String(delivery.attemptsCount),
                delivery.status.map { String($0) } ?? "",
                tried == nil ? "never" : TimeText.age(tried, now: now) + " ago",
                delivery.error ?? "",
            ])
        }
        return table.lines(columns: columns)
    }

    private static func jobs(_ webhook: WebhookShape) -> String {
        let whose = webhook.isOfAllJobs ? "of all" : "own"
        return webhook.jobName.map { "\(whose), named \($0)" } ?? whose
    }

    private static func state(_ webhook: WebhookShape) -> String {
        if webhook.isActive { return "active" }
        return "off" + (webhook.inactiveReason.map { ": \($0)" } ?? "")
    }
}
