import Jobs
import Scenarios

/// The keys of orchestrod.yaml: the reader, the diagnostics, the JSON Schema and the man page all
/// come from these tables.
extension KeyTable {
    static let settings = KeyTable(
        "the configuration",
        [
            KeyRule(
                "workers", .integer(1...SettingsLimits.workersMax),
                "Attempts at once; as many as the machine has processors."),
            KeyRule(
                "strategy", .choice(Strategy.allCases.map(\.rawValue)),
                "How the next task is chosen among those of an owner; adaptive."),
            KeyRule("owner", .record(.ownerLimits), "What one owner may have at once."),
            KeyRule(
                "shares", .map(.number(.share), .any),
                "Weights of accounts in the fair share; each account without one has 1."),
            KeyRule(
                "resources", .map(.integer(1...1_000_000), .any),
                "Countable things of the machine that scenarios may occupy, by name."),
            KeyRule(
                "attempt", .record(.limits),
                "Limits of attempts whose scenario and job name none; unlimited."),
            KeyRule("job", .record(.jobLimits), "What one job may be."),
            KeyRule(
                "idle_exit", .timeOrNever,
                "Seconds without work after which a socket-activated daemon leaves; 60."),
            KeyRule(
                "idle_lease", .number(.time),
                "Seconds after which a worker without work for its account leaves; 10."),
            KeyRule(
                "stop_grace", .number(.time),
                "Seconds that workers may take to end what runs when a daemon without a service"
                    + " manager stops; 30."),
            KeyRule("retention", .record(.retention), "What is kept of jobs that are over."),
            KeyRule(
                "journal_output", .bool,
                "Whether the output of attempts also goes to the journal; false."),
            KeyRule(
                "admin_group", .text,
                "Members of this group administrate, as root does; orchestro-admin."),
            KeyRule("connections", .record(.connections), "Who may be connected at once."),
            KeyRule("keys", .record(.keys), "How API keys are taken."),
            KeyRule("cors", .record(.cors), "Which pages of others may ask from a browser."),
            KeyRule("webhooks", .record(.webhooks), "How messages to webhooks are sent."),
        ])

    static let ownerLimits = KeyTable(
        "`owner`",
        [
            KeyRule(
                "running", .integer(1...SettingsLimits.workersMax),
                "Attempts at once; as many as there are workers."),
            KeyRule(
                "queued", .integer(1...SettingsLimits.queuedMax),
                "Tasks that are not over; 100000."),
        ])

    static let jobLimits = KeyTable(
        "`job`",
        [
            KeyRule("tasks", .integer(1...SettingsLimits.queuedMax), "Tasks; 10000."),
            KeyRule("size", .size, "Size of the request that submits it; 64M."),
            KeyRule(
                "upload", .size,
                "Size of the directory that comes along with it, as a tar archive; 256M."),
        ])

    static let retention = KeyTable(
        "`retention`",
        [
            KeyRule("days", .daysOrForever, "Days after its end that a job is kept; 90."),
            KeyRule(
                "size", .either([.size, .choice(["unlimited"])]),
                "Size of all recordings and artifacts; the oldest jobs go first; 20G."),
            KeyRule(
                "audit_days", .daysOrForever,
                "Days that the audit log, counts of uses and ended keys are kept; 400."),
            KeyRule(
                "delivery_days", .daysOrForever,
                "Days that messages to webhooks are kept once delivered or given up; 30."),
        ])

    static let keys = KeyTable(
        "`keys`",
        [
            KeyRule(
                "in_query", .bool,
                "Whether a key may also be given as `?api_key=`, where logs of others may see it;"
                    + " false.")
        ])

    static let cors = KeyTable(
        "`cors`",
        [
            KeyRule(
                "origins", .list(.text, 0...SettingsLimits.originsMax),
                "Origins such as `https://ci.example:8443` whose pages may ask and read answers,"
                    + " always by a key; none.")
        ])

    static let webhooks = KeyTable(
        "`webhooks`",
        [
            KeyRule(
                "allow", .list(.text, 0...SettingsLimits.networksMax),
                "Networks such as 127.0.0.0/8 that messages may be sent to though they are this"
                    + " machine, link-local, multicast or known for secrets of clouds; none."),
            KeyRule(
                "first_pause", .number(.time),
                "Seconds before a second try, at most; they double with each; 5."),
            KeyRule(
                "timeout", .number(.deliveryTimeout),
                "Seconds that one try may take until there is an answer; 15."),
            KeyRule(
                "give_up", .number(.time),
                "Seconds after which a message that was never taken is a dead letter; 86400."),
        ])

    static let connections = KeyTable(
        "`connections`",
        [
            KeyRule(
                "total", .integer(1...SettingsLimits.connectionsMax), "Of everybody; 1024."),
            KeyRule(
                "account", .integer(1...SettingsLimits.connectionsMax), "Of one account; 128."),
        ])
}

extension Shape {
    static let timeOrNever = Shape.either([.number(.time), .choice(["never"])])
    static let daysOrForever = Shape.either([
        .integer(1...SettingsLimits.daysMax), .choice(["forever"]),
    ])
}

extension NumberBounds {
    static let deliveryTimeout = NumberBounds(
        minimum: 0, isOpen: true, maximum: SettingsLimits.deliverySecondsMax)
    static let share = NumberBounds(
        minimum: 0, isOpen: true, maximum: SettingsLimits.shareMax)
}

/// The JSON Schema of orchestrod.yaml, for editors and the man page.
public enum SettingsSchema {
    /// The schema (draft 2020-12).
    public static var json: JSONValue {
        ScenarioSchema.json(title: "Orchestro daemon configuration", of: .settings)
    }
}
