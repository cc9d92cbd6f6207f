import GRDB
import Jobs
import Webhooks

/// The table `webhooks`. Changes of a webhook that is gone do nothing.
enum WebhookRow {
    /// The columns that ``read(_:)`` takes.
    static let columns = """
        webhooks.id, webhooks.name, owner_account, owner_user, url, events, all_jobs, job_name, \
        token, secret, previous_secret, active, inactive_reason, webhooks.created, created_by, \
        rotated, pending
        """

    static func apply(_ change: WebhookChange, in db: Database) throws {
        switch change {
        case .created(let webhook): try insert(webhook, in: db)
        case .patched(let id, let patch, let microseconds):
            try self.patch(id, patch, at: microseconds, in: db)
        case .rotated(let id, let secret, let microseconds):
            try db.run(
                """
                UPDATE webhooks SET previous_secret = secret, secret = ?, rotated = ? WHERE id = ?
                """, secret.text, microseconds, id.number)
        case .switchedOff(let id, let reason, let microseconds):
            try db.run(
                "UPDATE webhooks SET active = FALSE, inactive_reason = ? WHERE id = ?", reason,
                id.number)
            try DeliveryRow.giveUp(of: id, because: reason, at: microseconds, in: db)
        case .removed(let id): try db.run("DELETE FROM webhooks WHERE id = ?", id.number)
        }
    }

    private static func insert(_ webhook: Webhook, in db: Database) throws {
        try db.run(
            """
            INSERT INTO webhooks (id, name, owner_account, owner_user, url, events, all_jobs, \
            job_name, token, secret, active, created, created_by) \
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            """, webhook.id.number, webhook.name, webhook.owner.account, webhook.owner.userID,
            webhook.url, text(webhook.events), webhook.isOfAllJobs, webhook.jobName, webhook.token,
            webhook.secret.text, webhook.isActive, webhook.createdMicroseconds, webhook.createdBy)
        let last = max(Int64(webhook.id.number), try MetaRow.lastWebhook.number(in: db))
        try MetaRow.lastWebhook.set(String(last), in: db)
    }

    private static func patch(
        _ id: WebhookID, _ patch: WebhookPatch, at microseconds: Int64, in db: Database
    ) throws {
        try db.run(
            """
            UPDATE webhooks SET name = coalesce(?, name), url = coalesce(?, url), \
            events = coalesce(?, events), job_name = nullif(coalesce(?, job_name), ''), \
            active = coalesce(?, active), \
            inactive_reason = iif(coalesce(?, FALSE), NULL, inactive_reason) WHERE id = ?
            """, patch.name, patch.url, patch.events.map(text), patch.jobName, patch.isActive,
            patch.isActive, id.number)
        guard patch.isActive == false else { return }
        try DeliveryRow.giveUp(of: id, because: DeliveryRow.switchedOff, at: microseconds, in: db)
    }

    static func read(_ row: inout StoredRow) throws -> Webhook {
        let id = WebhookID(try row.int())
        let name = try row.text()
        let account = try row.text()
        guard let user = UInt32(exactly: try row.integer()) else { throw row.unknown() }
        let url = try row.text()
        let events = try events(&row)
        let isOfAllJobs = try row.bool()
        let jobName = try row.optionalText()
        let token = try row.text()
        guard let secret = WebhookSecret(text: try row.text()) else { throw row.unknown() }
        let previous = try row.optionalText().map { text throws in
            guard let secret = WebhookSecret(text: text) else { throw row.unknown() }
            return secret
        }
        let isActive = try row.bool()
        let inactiveReason = try row.optionalText()
        var webhook = Webhook(
            id: id, name: name, owner: Owner(account: account, userID: user), url: url,
            token: token, secret: secret, createdMicroseconds: try row.integer(),
            createdBy: try row.text())
        (webhook.events, webhook.isOfAllJobs, webhook.jobName) = (events, isOfAllJobs, jobName)
        (webhook.previousSecret, webhook.rotatedMicroseconds) = (
            previous, try row.optionalInteger()
        )
        (webhook.isActive, webhook.inactiveReason) = (isActive, inactiveReason)
        webhook.pendingCount = try row.int()
        return webhook
    }

    static func text(_ events: Set<WebhookEvent>) -> String {
        JSONList.text(events.map(\.rawValue).sorted()) ?? "[]"
    }

    static func events(_ row: inout StoredRow) throws -> Set<WebhookEvent> {
        let words = try row.list(JSONList.strings) ?? []
        let events = words.compactMap(WebhookEvent.init(rawValue:))
        guard events.count == words.count else { throw row.unknown() }
        return Set(events)
    }
}
