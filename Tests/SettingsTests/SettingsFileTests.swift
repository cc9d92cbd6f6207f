import Access
import Jobs
import Scenarios
import Settings
import Testing

/// orchestrod.yaml becomes settings or diagnostics.
@Suite struct SettingsFileTests {
    @Test(arguments: ["", "# nothing\n", "---\n", "workers: ~\nowner: ~\n"])
    func `an empty file is a complete one`(text: String) {
        let reading = read(text)
        #expect(reading.diagnostics == [])
        #expect(reading.settings == DaemonSettings())
    }

    /// As `openssl x509 -fingerprint` prints it.
    private static let fingerprint = Array(repeating: "0A", count: 32).joined(separator: ":")

    @Test func `every key has its effect`() {
        let reading = read(
            """
            workers: 3
            strategy: load-balance
            owner: {running: 2, queued: 50, uploads: 5, uploads_size: 8G}
            shares: {ada: 2.5}
            resources: {serial: 1}
            attempt: {memory: 512M, processes: 20, cpus: 1.5, output: 4096}
            job: {tasks: 7, size: 1M, upload: 2M}
            idle_exit: never
            idle_lease: 2.5
            stop_grace: 3
            retention: {days: forever, size: unlimited, audit_days: 30, delivery_days: 7}
            journal_output: true
            admin_group: wheel
            connections: {total: 9, account: 4, address: 3, idle: 5, stall: 0.5}
            keys: {in_query: true}
            cors: {origins: ["https://ci.example", "http://[::1]:8080"]}
            webhooks: {allow: [127.0.0.0/8, "::1"], first_pause: 1, timeout: 2, give_up: 60}
            """)
        #expect(reading.diagnostics == [])
        var expected = DaemonSettings()
        expected.workers = 3
        expected.strategy = .loadBalance
        expected.owner.running = 2
        expected.owner.queued = 50
        expected.owner.uploads = 5
        expected.owner.uploadBytes = 8 << 30
        expected.shares = ["ada": 2.5]
        expected.resources = ["serial": 1]
        expected.attempt.memoryBytes = 536_870_912
        expected.attempt.processesCount = 20
        expected.attempt.cpus = 1.5
        expected.attempt.outputBytes = 4_096
        expected.job.tasks = 7
        expected.job.requestBytes = 1_048_576
        expected.job.uploadBytes = 2_097_152
        expected.idleExit = nil
        expected.idleLease = .milliseconds(2_500)
        expected.stopGrace = .seconds(3)
        expected.retention.age = nil
        expected.retention.bytes = nil
        expected.journalOutput = true
        expected.adminGroup = "wheel"
        expected.connections.total = 9
        expected.connections.account = 4
        expected.connections.address = 3
        expected.connections.idle = .seconds(5)
        expected.connections.stall = .milliseconds(500)
        expected.retention.auditAge = .seconds(30 * 86_400)
        expected.keysInQuery = true
        expected.corsOrigins = ["https://ci.example", "http://[::1]:8080"]
        expected.retention.deliveriesAge = .seconds(7 * 86_400)
        expected.webhooks.allow = ["127.0.0.0/8", "::1"].compactMap { Network(text: $0) }
        expected.webhooks.firstPause = .seconds(1)
        expected.webhooks.timeout = .seconds(2)
        expected.webhooks.lifetime = .seconds(60)
        #expect(reading.settings == expected)
    }

    @Test func `every key of TLS has its effect`() {
        let reading = read(
            """
            tls:
              certificate: /c
              key: /k
              client_ca: /a
              clients:
                "CN=ci,O=Lab": {account: ci, scopes: [read, submit], requests_per_minute: 9}
                "spiffe://lab/ada": {account: ada}
                "SHA256:\(Self.fingerprint)": {account: ben}
            """)
        #expect(reading.diagnostics == [])
        var expected = DaemonSettings()
        expected.tls.certificate = "/c"
        expected.tls.key = "/k"
        expected.tls.clientAuthorities = "/a"
        var ci = CertificateClient(account: "ci")
        (ci.scopes, ci.requestsPerMinute) = ([.read, .submit], 9)
        expected.tls.clients["CN=ci,O=Lab"] = ci
        expected.tls.clients["spiffe://lab/ada"] = CertificateClient(account: "ada")
        let fingerprint = String(repeating: "0a", count: 32)
        expected.tls.clients["sha256:" + fingerprint] = CertificateClient(account: "ben")
        #expect(reading.settings == expected)
    }

    @Test(arguments: [
        (
            "worker: 2",
            "1:1: error: unknown key `worker` in the configuration (did you mean `workers`?)"
        ),
        (
            "workers: 0",
            "1:10: error: `workers` must be a whole number from 1 to 256, not 0"
        ),
        (
            "strategy: fifa",
            "1:11: error: `strategy` must be `fifo`, `priority`, `sjf`, `load-balance`, `deadline`"
                + " or `adaptive`, not the text `fifa` (did you mean `fifo`?)"
        ),
        (
            "tls: {key: /k}",
            "1:6: error: `certificate` and `key` go together; `certificate` is missing"
        ),
        (
            "tls: {client_ca: ca.pem}",
            "1:18: error: `ca.pem` is no whole path; write it from `/` on"
        ),
        (
            "tls: {clients: {CN=a: {account: a}}}",
            "1:16: error: nobody is asked for a certificate without `client_ca`; name the file"
                + " with the authorities"
        ),
        (
            "tls: {client_ca: /a, clients: {ann: {account: a}}}",
            "1:37: error: `ann` is no subject (`CN=build,O=Lab`), no URI, and no `sha256:` with"
                + " the 64 digits of a fingerprint"
        ),
        (
            "tls: {client_ca: /a, clients: {CN=a: {scopes: [read]}}}",
            "1:38: error: a client needs `account` (add `account: …`)"
        ),
        ("idle_exit: 0", "1:12: error: `idle_exit` must be above zero, not 0"),
        (
            "idle_exit: nver",
            "1:12: error: `idle_exit` must be a number or `never`, not the text `nver`"
                + " (did you mean `never`?)"
        ),
        ("shares: {ada: 0}", "1:15: error: `ada` must be above zero, not 0"),
        ("job: {size: 2G}", "1:13: error: `size` must be at most 1G, not 2G"),
        ("retention: {size: 0K}", "1:19: error: the size `0K` must be above zero"),
        (
            "attempt: {memory: 99999999999999T}",
            "1:19: error: the size `99999999999999T` is too large"
        ),
        (
            "cors: {origins: ['*']}",
            "1:18: error: `*` is no origin: write `https://HOST` or `https://HOST:PORT` in lower"
                + " case, without a path"
        ),
        ("admin_group: ''", "1:14: error: an empty text names no group"),
        (
            "[]",
            "1:1: error: the configuration must be a mapping, not a list"
                + " (write `key: value`, one a line)"
        ),
        (
            "{}\n---\n{}",
            "2:1: error: a second document starts here (a file holds one document)"
        ),
    ])
    func `a mistake is told as a compiler would`(text: String, expected: String) {
        #expect(read(text).diagnostics.map(line) == [expected])
    }

    @Test func `all mistakes are told at once, in the order of the file`() {
        let reading = read("workers: many\nretention: {dais: 3}\njournal_output: 1\n")
        #expect(reading.hasErrors)
        #expect(
            reading.diagnostics.map(line) == [
                "1:10: error: `workers` must be a whole number from 1 to 256, not the text `many`",
                "2:13: error: unknown key `dais` in `retention` (did you mean `days`?)",
                "3:17: error: `journal_output` must be true or false, not the number 1",
            ])
    }

    @Test func `no bytes trap`() {
        let seeds = ["workers: 3\nowner: {running: 2}\n", "retention: {size: 20G}", "a: &a [*a]"]
        for seed in seeds {
            for place in seed.utf8.indices {
                for byte: UInt8 in [0, 10, 34, 42, 91, 123, 255] {
                    var bytes = Array(seed.utf8)
                    bytes[seed.utf8.distance(from: seed.startIndex, to: place)] = byte
                    _ = SettingsFile.read(bytes)
                }
            }
        }
    }

    @Test func `the schema names each key with its meaning`() throws {
        guard case .object(let schema) = SettingsSchema.json,
            case .object(let properties) = schema["properties"]
        else {
            Issue.record("no properties")
            return
        }
        #expect(properties.members.count == 18)
        #expect(!SettingsSchema.json.text().contains("$ref"))
    }

    private func read(_ text: String) -> SettingsFile.Reading {
        SettingsFile.read(Array(text.utf8))
    }

    private func line(_ diagnostic: Diagnostic) -> String {
        let place = "\(diagnostic.position.line):\(diagnostic.position.column)"
        let hint = diagnostic.hint.map { " (\($0))" } ?? ""
        return "\(place): \(diagnostic.severity.rawValue): \(diagnostic.message)\(hint)"
    }
}
