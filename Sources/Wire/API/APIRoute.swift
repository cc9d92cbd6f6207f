import Jobs

/// The places of the HTTP API, known to both of its sides.
public enum APIRoute: String, CaseIterable, Hashable, Sendable {
    case root = "/"
    case docs = "/docs"
    case redoc = "/redoc"
    case webFile = "/web/{file}"
    case openAPI = "/openapi.json"
    case health = "/health"
    case metrics = "/metrics"
    case jobs = "/api/v1/jobs"
    case jobsBatch = "/api/v1/jobs/batch"
    case job = "/api/v1/jobs/{job_id}"
    case retry = "/api/v1/jobs/{job_id}/retry"
    case events = "/api/v1/jobs/{job_id}/events"
    case jobSocket = "/ws/jobs/{job_id}"
    case eventSocket = "/ws/events"
    case why = "/api/v1/jobs/{job_id}/why"
    case tasks = "/api/v1/jobs/{job_id}/tasks"
    case task = "/api/v1/jobs/{job_id}/tasks/{task}"
    case recording = "/api/v1/jobs/{job_id}/tasks/{task}/recording"
    case artifacts = "/api/v1/jobs/{job_id}/tasks/{task}/artifacts"
    case status = "/api/v1/status"
    case workers = "/api/v1/workers"
    case drain = "/api/v1/drain"
    case resume = "/api/v1/resume"
    case strategy = "/api/v1/strategy"
    case keys = "/api/v1/keys"
    case key = "/api/v1/keys/{key_id}"
    case keyRotation = "/api/v1/keys/{key_id}/rotate"
    case webhooks = "/api/v1/webhooks"
    case webhook = "/api/v1/webhooks/{webhook_id}"
    case webhookRotation = "/api/v1/webhooks/{webhook_id}/rotate"
    case webhookPing = "/api/v1/webhooks/{webhook_id}/ping"
    case deliveries = "/api/v1/webhooks/{webhook_id}/deliveries"
    case deliveryRetry = "/api/v1/webhooks/{webhook_id}/deliveries/{delivery_id}/retry"
    case audit = "/api/v1/audit"
    case usage = "/api/v1/usage"
    case graphQL = "/graphql"

    /// The variable parts of templates.
    public enum Parameter: String, CaseIterable, Sendable {
        /// A job's number.
        case job = "job_id"
        /// A task's number in its job, from 1.
        case task
        /// A key's number.
        case key = "key_id"
        /// A file of the pages for browsers.
        case file
        /// A webhook's number.
        case webhook = "webhook_id"
        /// A delivery's number.
        case delivery = "delivery_id"
    }

    /// The path with `{job_id}` and `{task}` in it.
    public var template: String { rawValue }

    /// The path of a place that names no job.
    public var path: String { rawValue }

    /// The path of a place of a job.
    public func path(_ job: JobID) -> String { filled(job, nil) }

    /// The path of a place of a task.
    public func path(_ key: TaskKey) -> String { filled(key.job, key.task) }

    /// The path of a place of a key.
    public func path(key: Int) -> String {
        rawValue.split(separator: "/", omittingEmptySubsequences: false).map {
            $0 == "{key_id}" ? String(key) : String($0)
        }.joined(separator: "/")
    }

    /// The path of a file of the pages for browsers.
    public func path(file: String) -> String { rawValue.replacing("{file}", with: file) }

    /// The path of a place of a webhook, or of one of its deliveries.
    public func path(webhook: Int, delivery: Int64? = nil) -> String {
        rawValue.split(separator: "/", omittingEmptySubsequences: false).map { part in
            switch part {
            case "{webhook_id}": String(webhook)
            case "{delivery_id}": delivery.map { String($0) } ?? String(part)
            default: String(part)
            }
        }.joined(separator: "/")
    }

    private func filled(_ job: JobID, _ task: TaskID?) -> String {
        rawValue.split(separator: "/", omittingEmptySubsequences: false).map { part in
            switch part {
            case "{job_id}": job.description
            case "{task}": task.map { String($0.index + 1) } ?? String(part)
            default: String(part)
            }
        }.joined(separator: "/")
    }
}

/// Names in the query of a request.
public enum APIQuery: String, CaseIterable, Hashable, Sendable {
    /// Only jobs in that state (a word of ``JobState``); may be repeated, then any of them counts.
    case state
    /// Only jobs of that account.
    case owner
    /// Items of a page, 1…``APILimits/pageItemsMax``.
    case limit
    /// Where a page begins: `next` of the page before.
    case cursor
    /// A task's number in its job, from 1.
    case task
    /// An attempt's number, from 1; the latest when missing.
    case attempt
    /// `1`: the answer goes on until the attempt is over.
    case follow
    /// `1`: lists of tasks carry the records of their attempts; single tasks always do.
    case records
    /// Only what is about that key.
    case key
    /// Only entries of that kind.
    case action
    /// From that day on: `2026-01-31`.
    case since
    /// The number of the last event that the caller has seen.
    case after
    /// Where the caller is in a terminal: `TASK.ATTEMPT:BYTES`; may be repeated.
    case offset
    /// `0`: what terminals show is not sent.
    case terminals
    /// The key, where the configuration allows it there.
    case apiKey = "api_key"
}

/// Names of header fields.
public enum APIHeader: String, CaseIterable, Hashable, Sendable {
    /// A text of the caller; the same text gives the same job.
    case idempotencyKey = "Idempotency-Key"
    /// The number of the last event that the caller has seen.
    case lastEventID = "Last-Event-ID"
    /// Only when it is as one of these entity tags says.
    case ifMatch = "If-Match"
    /// Only when it is not as one of these entity tags says.
    case ifNoneMatch = "If-None-Match"
    /// An API key.
    case apiKey = "X-API-Key"
    /// `Bearer` and an API key.
    case authorization = "Authorization"
}

/// What bodies are.
public enum APIMedia: String, CaseIterable, Hashable, Sendable {
    case json = "application/json"
    case problem = "application/problem+json"
    case form = "multipart/form-data"
    case events = "text/event-stream"
    case bytes = "application/octet-stream"
    case tar = "application/x-tar"
    case html = "text/html; charset=utf-8"
    case script = "text/javascript; charset=utf-8"
    case style = "text/css; charset=utf-8"
    case metrics = "application/openmetrics-text; version=1.0.0; charset=utf-8"
}

/// Bounds of the API, with their units in the names.
public enum APILimits {
    /// Body of a request, in bytes (64 MiB).
    public static let requestBytesMax = 64 << 20
    /// Files of a submission.
    public static let filesMax = 10_000
    /// Jobs of one batch.
    public static let batchJobsMax = 100
    /// `Idempotency-Key`, in bytes of UTF-8.
    public static let idempotencyKeyBytesMax = 255
    /// Tags of a submission, wanted or not wanted.
    public static let tagsMax = 1_000
    /// Any name, key, path or tag, in bytes of UTF-8.
    public static let nameBytesMax = 4_096
    /// Items of a page when the caller says nothing.
    public static let pageItemsDefault = 50
    /// Items of a page.
    public static let pageItemsMax = 1_000
    /// Terminals of one job in which a reader says where it is: more attempts never run at once.
    public static let offsetsMax = 256
    /// One event of a stream with all its lines, in bytes (1 MiB).
    public static let eventBytesMax = 1 << 20
    /// Priority of a job, either sign.
    public static let priorityMax = 1e6
    /// A stream of events without events says that it lives so often, in seconds.
    public static let keepAliveSeconds = 15
}
