import Jobs
import Scenarios

extension APIRoute.Parameter {
    /// What it may be, with a sentence.
    public var schema: JSONSchema {
        switch self {
        case .job: .jobID
        case .task: .taskNumber
        case .key: .keyID
        case .file: .text("^[a-z.-]+$").told("A file of the pages for browsers.")
        case .webhook: .webhookID
        case .delivery: .deliveryID
        }
    }
}

extension APIRoute.Parameter {
    /// One that may be there.
    public var example: JSONValue {
        switch self {
        case .job, .key, .webhook, .delivery: "1"
        case .task: 1
        case .file: "page.css"
        }
    }
}

extension APIQuery {
    /// What it may be, with a sentence.
    public var schema: JSONSchema {
        switch self {
        case .state:
            .list(.words(of: JobState.self))
                .told("Only jobs in that state; may be repeated, then any of them counts.")
        case .owner: .text.told("Only what belongs to that account.")
        case .limit:
            .integer(1...APILimits.pageItemsMax)
                .with(["default": .integer(APILimits.pageItemsDefault)])
                .told("Items of a page.")
        case .cursor:
            .integer(1...Int.max).told("Where the page begins: `next` of the page before.")
        case .task: .taskNumber
        case .attempt:
            .integer(1...Int.max).told("The attempt's number, from 1; the latest when missing.")
        case .follow: .switch.told("`1`: the answer goes on until the attempt is over.")
        case .records:
            .switch.told("`1`: with the records of attempts; a single task always has them.")
        case .key: .integer(1...Int.max).told("Only what is about that key.")
        case .action: .words(KeyWords.auditActions).told("Only entries of that kind.")
        case .since:
            JSONSchema(["type": "string", "format": "date"])
                .told("From that day on: `2026-01-31`.")
        case .after:
            .integer().told("The number of the last event that the caller has seen.")
        case .offset:
            .text("^[1-9][0-9]*\\.[1-9][0-9]*:[0-9]+$")
                .told(
                    "Where the caller is in a terminal: `TASK.ATTEMPT:BYTES`. May be repeated, at"
                        + " most \(APILimits.offsetsMax) times.")
        case .terminals: .switch.told("`0`: what terminals show is not sent.")
        case .apiKey: .text.told("The key, where the configuration allows it there.")
        }
    }
}

extension APIHeader {
    /// What it may be, with a sentence.
    public var schema: JSONSchema {
        switch self {
        case .idempotencyKey:
            JSONSchema.text.with([
                "minLength": 1, "maxLength": .integer(APILimits.idempotencyKeyBytesMax),
            ])
            .told("A text of the caller; the same text gives the same job.")
        case .lastEventID:
            .integer().told("The number of the last event that the caller has seen.")
        case .ifMatch:
            .entityTags.with(["examples": ["*"]])
                .told("Only when it still has one of these tags.")
        case .ifNoneMatch:
            .entityTags.with(["examples": ["\"1a2b3c\""]])
                .told("Only when it has none of these tags any more.")
        case .apiKey: .text.told("An API key.")
        case .authorization: .text.told("`Bearer` and an API key.")
        }
    }
}

extension JSONSchema {
    /// A switch in a query.
    static let `switch` = words(["0", "1", "false", "true"])
    /// Entity tags (RFC 9110, section 13.1.1).
    static let entityTags = {
        let tag = #"(W/)?"[!#-~\u0080-\u00FF]*""#
        return text(#"^(\*|[, \t]*(\#(tag)([ \t]*,[, \t]*\#(tag))*[, \t]*)?)$"#)
    }()
}
