import GRDB
import Jobs
import Webhooks

/// Something that webhooks are told, as it is when it is stored: what becomes of the job later
/// does not change the message.
public struct Notice: Hashable, Sendable {
    /// What it is called.
    public var kind: WebhookEvent
    /// What happened.
    public var event: NumberedEvent
    /// The job, as the event left it.
    public var job: StoredJob

    /// Makes the payload of a notice.
    public typealias Writer = @Sendable (Notice) -> String

    /// Makes a notice.
    public init(kind: WebhookEvent, event: NumberedEvent, job: StoredJob) {
        self.kind = kind
        self.event = event
        self.job = job
    }

    /// The least that can be said: kind, job and number of the event.
    public var words: String { "\(kind.rawValue) \(job.id) \(event.number)" }
}

extension Notice {
    /// What webhooks call an event that is about to be applied; nil: none of them wants to know.
    static func kind(of event: JobEvent, in db: Database) throws -> WebhookEvent? {
        guard let job = event.job,
            try db.integer("SELECT EXISTS (SELECT 1 FROM webhooks WHERE active)") > 0
        else { return nil }
        var startsJob = false
        if case .attemptStarted = event {
            startsJob =
                try db.integer(
                    "SELECT state = 'pending' FROM jobs WHERE id = ?", job.number) > 0
        }
        return WebhookEvent(event, startsJob: startsJob)
    }

    /// Makes a delivery for each webhook that wants to know of an event, which is applied; returns
    /// how many.
    static func deliver(
        _ kind: WebhookEvent, _ event: NumberedEvent, by writer: Writer, in db: Database
    ) throws -> Int {
        guard let id = event.event.job else { return 0 }
        let receivers = try db.rows(
            """
            SELECT webhooks.id, pending, events FROM webhooks JOIN jobs ON jobs.id = ? \
            WHERE active AND (all_jobs OR (webhooks.owner_user = jobs.owner_user \
            AND webhooks.owner_account = jobs.owner_account)) \
            AND (job_name IS NULL OR job_name = jobs.name) ORDER BY webhooks.id
            """, id.number, table: "webhooks"
        ) {
            (
                id: WebhookID(try $0.int()), pending: try $0.int(),
                events: try WebhookRow.events(&$0)
            )
        }.filter { $0.events.contains(kind) }
        guard !receivers.isEmpty, let job = try Store.job(id, in: db) else { return 0 }
        let payload = writer(Notice(kind: kind, event: event, job: job))
        for receiver in receivers {
            var delivery = Delivery(
                number: 0, webhook: receiver.id, event: kind,
                createdMicroseconds: event.microseconds)
            (delivery.eventNumber, delivery.job) = (event.number, id)
            try DeliveryRow.insert(&delivery, payload, pending: receiver.pending, in: db)
        }
        return receivers.count
    }
}
