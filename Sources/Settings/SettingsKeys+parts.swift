import Access
import Jobs
import Scenarios

/// The keys inside the keys of orchestrod.yaml.
extension KeyTable {
    static let ownerLimits = KeyTable(
        "`owner`",
        [
            KeyRule(
                "running", .integer(1...SettingsLimits.workersMax),
                "Attempts at once; as many as there are workers."),
            KeyRule(
                "queued", .integer(1...SettingsLimits.queuedMax),
                "Tasks that are not over; 100000."),
            KeyRule(
                "uploads", .integer(1...SettingsLimits.queuedMax),
                "Directories that came along with jobs that are not over; each content counts"
                    + " once; 1000."),
            KeyRule(
                "uploads_size", .size, "Size of all these directories, as tar archives; 4G."),
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
                "Size of all of them, with recordings and artifacts; the oldest jobs of the owner"
                    + " who has the most go first; 20G."),
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
            KeyRule(
                "address", .integer(1...SettingsLimits.connectionsMax),
                "Of one network address; of IPv6, of one network of 64 bits; 128. All network"
                    + " addresses together have three quarters of `total`."),
            KeyRule(
                "idle", .number(.time),
                "Seconds after which a connection ends when no request comes, or not its whole"
                    + " header; 30."),
            KeyRule(
                "stall", .number(.time),
                "Seconds after which a connection ends when the body of a request comes slower than"
                    + " 1 KiB a second, or an answer is not taken; 20. The client is told so when"
                    + " it is less than `idle`."),
        ])

    static let tls = KeyTable(
        "`tls`",
        [
            KeyRule(
                "certificate", .text,
                "File with the certificate, then those between it and an authority;"
                    + " /etc/orchestro/tls/certificate.pem."),
            KeyRule(
                "key", .text, "File with the certificate's key; /etc/orchestro/tls/key.pem."),
            KeyRule(
                "client_ca", .text,
                "File with the authorities that vouch for clients. Clients may then show a"
                    + " certificate; one that does not verify ends the connection."),
            KeyRule(
                "clients", .map(.record(.certificateClient), .any),
                "Certificates that stand for accounts, without a key, by subject"
                    + " (`CN=build,O=Lab`, as RFC 2253 writes it), by a URI of their alternative"
                    + " names, or by `sha256:` and their fingerprint."),
        ])

    static let certificateClient = KeyTable(
        "a client",
        [
            KeyRule(
                "account", .text,
                "The account whose jobs it sees and submits, and that they run as.",
                isRequired: true),
            KeyRule(
                "scopes", .some(.choice(Scope.allCases.map(\.rawValue))),
                "What it may do; only read."),
            KeyRule(
                "requests_per_minute", .integer(1...SettingsLimits.requestsPerMinuteMax),
                "Requests a minute; as many as a key has."),
        ])
}
