import GRDB
import Webhooks

extension Store {
    /// Webhooks after that one, of one owner or of all; at most ``StoreLimits/pageRowsMax``.
    public func webhooks(
        of userID: UInt32?, after id: WebhookID?, limit: Int
    ) throws(StoreError) -> [Webhook] {
        let condition = userID == nil ? "? IS NULL" : "owner_user = ?"
        return try read { db in
            try db.rows(
                """
                SELECT \(WebhookRow.columns) FROM webhooks WHERE \(condition) AND id > ? \
                ORDER BY id LIMIT ?
                """, userID, id?.number ?? 0, Self.rows(limit), table: "webhooks",
                read: WebhookRow.read)
        }
    }

    /// One webhook; nil when there is none of that number.
    public func webhook(_ id: WebhookID) throws(StoreError) -> Webhook? {
        try read { db in
            try db.row(
                "SELECT \(WebhookRow.columns) FROM webhooks WHERE id = ?", id.number,
                table: "webhooks", read: WebhookRow.read)
        }
    }

    /// How many webhooks there are, of everybody and of an owner.
    public func webhookCounts(
        of userID: UInt32
    ) throws(StoreError) -> (all: Int, own: Int) {
        try read { db in
            (
                Int(try db.integer("SELECT count(*) FROM webhooks")),
                Int(try db.integer("SELECT count(*) FROM webhooks WHERE owner_user = ?", userID))
            )
        }
    }

    /// The highest number a webhook ever had; 0 when there was none. It is never used again.
    public func lastWebhookNumber() throws(StoreError) -> Int {
        Int(try read { db in try MetaRow.lastWebhook.number(in: db) })
    }

    /// Deliveries to a webhook, the latest first, in one state or in all, those before a number
    /// when given; at most ``StoreLimits/pageRowsMax``.
    public func deliveries(
        to webhook: WebhookID, in state: DeliveryState?, before number: Int64?, limit: Int
    ) throws(StoreError) -> [Delivery] {
        let condition = state == nil ? "? IS NULL" : "state = ?"
        return try read { db in
            try db.rows(
                """
                SELECT \(DeliveryRow.columns) FROM deliveries WHERE webhook = ? AND \(condition) \
                AND number < ? ORDER BY number DESC LIMIT ?
                """, webhook.number, state?.rawValue, number ?? .max, Self.rows(limit),
                table: "deliveries", read: DeliveryRow.read)
        }
    }

    /// One delivery; nil when the webhook has none of that number.
    public func delivery(
        _ number: Int64, to webhook: WebhookID
    ) throws(StoreError) -> Delivery? {
        try read { db in
            try db.row(
                "SELECT \(DeliveryRow.columns) FROM deliveries WHERE number = ? AND webhook = ?",
                number, webhook.number, table: "deliveries", read: DeliveryRow.read)
        }
    }

    /// Messages that are due at that time (microseconds since 1970-01-01 UTC), those first that are
    /// due longest; at most so many of each webhook.
    public func dueMessages(
        at microseconds: Int64, ofEachMax count: Int
    ) throws(StoreError) -> [DueMessage] {
        try read { db in
            try db.rows(
                """
                SELECT number, owner_user, url \
                FROM webhooks JOIN deliveries ON number IN (SELECT number FROM deliveries \
                WHERE webhook = webhooks.id AND next <= ? ORDER BY next, number LIMIT ?) \
                WHERE pending > 0 ORDER BY next, number
                """, microseconds, Self.rows(count), table: "deliveries"
            ) { row in
                let number = try row.integer()
                guard let user = UInt32(exactly: try row.integer()) else { throw row.unknown() }
                return DueMessage(number: number, ownerID: user, url: try row.text())
            }
        }
    }

    /// A message with its receiver, as it is to be sent; nil when it is not pending any more.
    public func dueDelivery(_ number: Int64) throws(StoreError) -> DueDelivery? {
        try read { db in
            try db.row(
                """
                SELECT \(WebhookRow.columns), \(DeliveryRow.columns), payload \
                FROM deliveries JOIN webhooks ON webhooks.id = webhook \
                WHERE number = ? AND next IS NOT NULL
                """, number, table: "deliveries"
            ) { row in
                let webhook = try WebhookRow.read(&row)
                let delivery = try DeliveryRow.read(&row)
                return DueDelivery(
                    webhook: webhook, delivery: delivery, payload: try row.text())
            }
        }
    }

    /// The latest delivery of a kind to a webhook.
    public func lastDelivery(
        of event: WebhookEvent, to webhook: WebhookID
    ) throws(StoreError) -> Delivery? {
        try read { db in
            try db.row(
                """
                SELECT \(DeliveryRow.columns) FROM deliveries WHERE webhook = ? AND kind = ? \
                ORDER BY number DESC LIMIT 1
                """, webhook.number, event.rawValue, table: "deliveries", read: DeliveryRow.read)
        }
    }

    /// How many deliveries are pending, and when the first one becomes due after that time (both in
    /// microseconds since 1970-01-01 UTC; nil: none does).
    public func pendingDeliveries(
        after microseconds: Int64
    ) throws(StoreError) -> (count: Int, nextMicroseconds: Int64?) {
        try read { db in
            let count = Int(try db.integer("SELECT sum(pending) FROM webhooks"))
            let next = try db.row(
                "SELECT min(next) FROM deliveries WHERE next > ?", microseconds,
                table: "deliveries"
            ) { try $0.optionalInteger() }
            return (count, next ?? nil)
        }
    }
}
