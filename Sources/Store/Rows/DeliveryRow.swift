import GRDB
import Jobs
import Webhooks

/// The table `deliveries`. Changes of a delivery that is gone do nothing.
enum DeliveryRow {
    /// The columns that ``read(_:)`` takes.
    static let columns = """
        number, webhook, kind, event, job, state, deliveries.created, since, attempts, next, tried, \
        finished, status, error
        """

    /// Why a delivery is given up when its owner has switched the webhook off.
    static let switchedOff = "the webhook is switched off"

    static func apply(_ change: DeliveryChange, in db: Database) throws {
        switch change {
        case .pinged(let id, let payload, let microseconds):
            let pending = try db.row(
                "SELECT pending FROM webhooks WHERE id = ? AND active", id.number, table: "webhooks"
            ) { try $0.int() }
            guard let pending else { return }
            var delivery = Delivery(
                number: 0, webhook: id, event: .ping, createdMicroseconds: microseconds)
            try insert(&delivery, payload, pending: pending, in: db)
        case .attempted(let attempt): try self.attempted(attempt, in: db)
        case .retried(let webhook, let number, let microseconds):
            try retry(number, of: webhook, at: microseconds, in: db)
        }
    }

    /// Stores a delivery; one too many is a dead letter from the start.
    static func insert(
        _ delivery: inout Delivery, _ payload: String, pending: Int, in db: Database
    ) throws {
        if pending >= WebhookLimits.pendingOfWebhookMax {
            (delivery.state, delivery.nextMicroseconds) = (.dead, nil)
            delivery.finishedMicroseconds = delivery.createdMicroseconds
            delivery.error = "\(pending) messages to this webhook were waiting"
        }
        try db.run(
            """
            INSERT INTO deliveries (webhook, kind, event, job, state, created, since, next, \
            finished, error, payload) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            """, delivery.webhook.number, delivery.event.rawValue, delivery.eventNumber,
            delivery.job?.number, delivery.state.rawValue, delivery.createdMicroseconds,
            delivery.sinceMicroseconds, delivery.nextMicroseconds, delivery.finishedMicroseconds,
            delivery.error, payload)
        guard delivery.state == .pending else { return }
        try count(1, of: delivery.webhook.number, in: db)
    }

    private static func count(_ change: Int, of webhook: Int, in db: Database) throws {
        try db.run("UPDATE webhooks SET pending = pending + ? WHERE id = ?", change, webhook)
    }

    private static func attempted(_ attempt: DeliveryAttempt, in db: Database) throws {
        let found = try db.row(
            "SELECT webhook, state FROM deliveries WHERE number = ?", attempt.number,
            table: "deliveries"
        ) { (webhook: try $0.int(), state: try $0.word(DeliveryState.self)) }
        guard let found else { return }
        let (state, next): (DeliveryState, Int64?) =
            switch attempt.result {
            case .delivered: (.delivered, nil)
            case .again(let at): (.pending, at)
            case .dead: (.dead, nil)
            }
        // It may have been given up while it was on its way: that it arrived is the truth then.
        guard found.state == .pending || state == .delivered else { return }
        try db.run(
            """
            UPDATE deliveries SET state = ?, attempts = attempts + 1, next = ?, tried = ?, \
            finished = ?, status = ?, error = ? WHERE number = ?
            """, state.rawValue, next, attempt.microseconds,
            state == .pending ? nil : attempt.microseconds, attempt.status, attempt.error,
            attempt.number)
        guard found.state == .pending, state != .pending else { return }
        try count(-1, of: found.webhook, in: db)
    }

    private static func retry(
        _ number: Int64, of webhook: WebhookID, at microseconds: Int64, in db: Database
    ) throws {
        let isPending = try db.row(
            """
            SELECT state = 'pending' FROM deliveries JOIN webhooks ON webhooks.id = webhook \
            WHERE number = ? AND webhook = ? AND active
            """, number, webhook.number, table: "deliveries"
        ) { try $0.bool() }
        guard let isPending else { return }
        try db.run(
            """
            UPDATE deliveries SET state = 'pending', since = ?, next = ?, attempts = 0, \
            finished = NULL WHERE number = ?
            """, microseconds, microseconds, number)
        if !isPending { try count(1, of: webhook.number, in: db) }
    }

    /// What is pending of a webhook is a dead letter now.
    static func giveUp(
        of webhook: WebhookID, because reason: String, at microseconds: Int64, in db: Database
    ) throws {
        try db.run(
            """
            UPDATE deliveries SET state = 'dead', next = NULL, finished = ?, error = ? \
            WHERE webhook = ? AND next IS NOT NULL
            """, microseconds, reason, webhook.number)
        try db.run("UPDATE webhooks SET pending = 0 WHERE id = ?", webhook.number)
    }

    static func read(_ row: inout StoredRow) throws -> Delivery {
        let number = try row.integer()
        let webhook = WebhookID(try row.int())
        let event = try row.word(WebhookEvent.self)
        let eventNumber = try row.optionalInteger()
        let job = try row.optionalInt().map { JobID($0) }
        let state = try row.word(DeliveryState.self)
        var delivery = Delivery(
            number: number, webhook: webhook, event: event, createdMicroseconds: try row.integer())
        (delivery.eventNumber, delivery.job, delivery.state) = (eventNumber, job, state)
        delivery.sinceMicroseconds = try row.integer()
        delivery.attemptsCount = try row.int()
        delivery.nextMicroseconds = try row.optionalInteger()
        delivery.triedMicroseconds = try row.optionalInteger()
        delivery.finishedMicroseconds = try row.optionalInteger()
        delivery.status = try row.optionalInt()
        delivery.error = try row.optionalText()
        return delivery
    }
}
