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
            KeyRule("tls", .record(.tls), "What is shown and asked for where TLS is spoken."),
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
