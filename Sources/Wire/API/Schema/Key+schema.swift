import Scenarios

extension KeyShape {
    /// What the object has.
    public static let schema = JSONSchema.object(
        [
            "key_id": .keyID,
            "name": .text.told("What its owner calls it."),
            "owner": .text.told("Account whose jobs it sees and submits."),
            "account": .text.told("Account that the programs of its jobs run as."),
            "scopes": .list(.words(KeyWords.scopes)),
            "active": .flag.told("Neither revoked nor expired."),
            "created_at": .time,
            "created_by": .text,
            "rotated_at": .time.orNull,
            "expires_at": .time.orNull,
            "revoked_at": .time.orNull,
            "requests_per_minute": .integer(),
            "networks": .list(.text).told("Where it may come from; empty: from everywhere."),
            "tasks_max": .integer().orNull.told("Tasks of its jobs that may be open at once."),
            "running_max": .integer().orNull.told("Attempts of its jobs that may run at once."),
            "uses": .integer().told("Requests so far."),
            "last_used_at": .time.orNull,
        ],
        sometimes: ["secret": .text.told("The key itself, when it is made or rotated only.")]
    ).named("Key")
}

extension KeyPage {
    /// What the object has.
    public static let schema = JSONSchema.object([
        "keys": .list(KeyShape.schema), "next": .next,
    ]).named("KeyPage")
}

extension KeyRequest {
    /// What the object has.
    public static let schema = JSONSchema.object(
        [
            "name": JSONSchema.text("^[^\\u0000-\\u001F\\u007F]*$")
                .with(["minLength": 1, "maxLength": .integer(KeyWords.nameBytesMax)])
                .told("What the owner calls it.")
        ],
        sometimes: [
            "owner": .text.orNull.told("Account whose jobs it sees; null: the caller's."),
            "account": .text.orNull.told("Account that programs run as; null: the owner's."),
            "scopes": .list(.words(KeyWords.scopes), counts: 0...KeyWords.listMax).orNull
                .told("What it may do; empty: only read."),
            "expires_at": .time.orNull.told("When it ends; null: it does not."),
            "requests_per_minute": .integer(1...KeyWords.numberMax).orNull
                .told("Null: the usual number."),
            "networks": .list(.text, counts: 0...KeyWords.listMax).orNull
                .told("Networks (CIDR) that it may come from; empty: from everywhere."),
            "tasks_max": .integer(1...KeyWords.numberMax).orNull
                .told("Tasks of its jobs that may be open at once."),
            "running_max": .integer(1...KeyWords.numberMax).orNull
                .told("Attempts of its jobs that may run at once."),
        ], closed: true
    ).named("KeyRequest")
}

extension UsageShape {
    /// What the object has.
    public static let schema = JSONSchema.object([
        "key_id": .keyID,
        "day": JSONSchema(["type": "string", "format": "date"]).told("The day (UTC)."),
        "requests": .integer().told("All requests."),
        "refused": .integer().told("Requests that the key may not make."),
        "limited": .integer().told("Requests that were too many."),
        "failed": .integer().told("Requests that the service could not answer."),
        "jobs": .integer().told("Jobs that were submitted."),
        "last_at": .time,
    ]).named("UsageDay")
}

extension UsagePage {
    /// What the object has.
    public static let schema = JSONSchema.object([
        "usage": .list(UsageShape.schema), "next": .next,
    ]).named("UsagePage")
}

extension AuditShape {
    /// What the object has.
    public static let schema = JSONSchema.object([
        "number": .integer().told("Later entries have higher ones."),
        "at": .time,
        "last_at": .time,
        "count": .integer(1...Int.max).told("How often; alike refusals are told together."),
        "action": .words(KeyWords.auditActions),
        "actor": .text.orNull.told("The account that did it; null: nobody knows."),
        "key_id": .keyID.orNull,
        "origin": .text.told("An address, or an account of the machine."),
        "subject": .text.orNull.told("What it was about."),
    ]).named("AuditEntry")
}

extension AuditPage {
    /// What the object has.
    public static let schema = JSONSchema.object([
        "entries": .list(AuditShape.schema), "next": .next,
    ]).named("AuditPage")
}

/// Words and bounds of keys that belong to `Access`, which this target does not see. A test
/// compares both.
public enum KeyWords {
    /// What keys may do.
    public static let scopes = ["read", "submit", "cancel", "admin"]
    /// What the audit log tells.
    public static let auditActions = [
        "key_created", "key_rotated", "key_revoked", "drained", "resumed", "strategy_chosen",
        "webhook_created", "webhook_changed", "webhook_rotated", "webhook_removed",
        "webhook_switched_off", "key_missing", "key_wrong", "certificate_refused",
        "guesses_limited", "not_allowed", "rate_limited", "others",
    ]
    /// Bytes of a key's name.
    public static let nameBytesMax = 200
    /// Scopes and networks of a request.
    public static let listMax = 100
    /// Requests a minute, and tasks at once, of a request.
    public static let numberMax = 1_000_000
}
