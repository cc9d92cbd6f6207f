import Access
import Jobs
import Scenarios

/// Reads orchestrod.yaml. Whatever the bytes, it yields settings or diagnostics.
public enum SettingsFile {
    /// What reading gave.
    public struct Reading: Hashable, Sendable {
        /// The settings; what the file does not name has its default.
        public var settings: DaemonSettings
        /// All mistakes, in the order of the file.
        public var diagnostics: [Diagnostic]

        /// Whether the settings must not be used.
        public var hasErrors: Bool { diagnostics.contains { $0.severity == .error } }
    }

    /// Reads the content of a file, at most ``ScenarioLimits/fileBytesMax`` bytes.
    public static func read(_ bytes: [UInt8]) -> Reading {
        var findings = Findings()
        var reader = SettingsReader(findings: findings)
        if let root = KeyedFile.read(bytes, as: .settings, into: &reader.findings) {
            reader.read(root)
        }
        findings = reader.findings
        return Reading(settings: reader.settings, diagnostics: findings.sorted)
    }
}

/// Takes the values of a file whose shape was checked; what the shape found wrong is passed over.
private struct SettingsReader {
    var findings: Findings
    var settings = DaemonSettings()

    mutating func read(_ root: YAMLNode) {
        settings.workers = root["workers"]?.integerValue
        settings.strategy = root["strategy"]?.textValue.flatMap(Strategy.init) ?? .adaptive
        readOwner(root["owner"])
        for pair in root["shares"]?.pairs ?? [] {
            settings.shares[pair.name] = pair.value.numberValue
        }
        for pair in root["resources"]?.pairs ?? [] {
            settings.resources[pair.name] = pair.value.integerValue
        }
        readAttempt(root["attempt"])
        readJob(root["job"])
        readTimes(root)
        readRetention(root["retention"])
        settings.journalOutput = root["journal_output"]?.boolValue ?? false
        if let node = root["admin_group"], let name = node.textValue {
            if name.isEmpty { findings.error("an empty text names no group", at: node) }
            settings.adminGroup = name
        }
        readConnections(root["connections"])
        readWebhooks(root["webhooks"])
        settings.keysInQuery = root["keys"]?["in_query"]?.boolValue ?? false
        readTLS(root["tls"])
        for node in root["cors"]?["origins"]?.items ?? [] { readOrigin(node) }
    }

    /// An origin as browsers write it (RFC 6454, section 6.2): anything else would never be equal.
    private mutating func readOrigin(_ node: YAMLNode) {
        guard let text = node.textValue else { return }
        let form = /https?:\/\/(?:[a-z0-9.\-]+|\[[0-9a-f:.]+\])(?::[0-9]{1,5})?/
        guard text.wholeMatch(of: form) != nil else {
            findings.error(
                "`\(text)` is no origin: write `https://HOST` or `https://HOST:PORT` in lower"
                    + " case, without a path", at: node)
            return
        }
        settings.corsOrigins.insert(text)
    }

    private mutating func readOwner(_ node: YAMLNode?) {
        settings.owner.running = node?["running"]?.integerValue
        settings.owner.queued = node?["queued"]?.integerValue ?? settings.owner.queued
        settings.owner.uploads = node?["uploads"]?.integerValue ?? settings.owner.uploads
        settings.owner.uploadBytes = bytes(node?["uploads_size"]) ?? settings.owner.uploadBytes
    }

    private mutating func readAttempt(_ node: YAMLNode?) {
        settings.attempt.memoryBytes = bytes(node?["memory"])
        settings.attempt.processesCount = node?["processes"]?.integerValue
        settings.attempt.cpus = node?["cpus"]?.numberValue
        settings.attempt.outputBytes = bytes(node?["output"])
    }

    private mutating func readJob(_ node: YAMLNode?) {
        settings.job.tasks = node?["tasks"]?.integerValue ?? settings.job.tasks
        let job = settings.job
        settings.job.requestBytes =
            bounded("size", node, SettingsLimits.requestBytesMax) ?? job.requestBytes
        settings.job.uploadBytes =
            bounded("upload", node, SettingsLimits.uploadBytesMax) ?? job.uploadBytes
    }

    /// A size of at most so many bytes, which are a whole number of GiB.
    private mutating func bounded(_ key: String, _ node: YAMLNode?, _ bytesMax: Int) -> Int? {
        guard let size = node?[key], let bytes = bytes(size) else { return nil }
        if bytes > bytesMax {
            findings.error(
                "`\(key)` must be at most \(bytesMax >> 30)G, not \(size.shown)", at: size)
        }
        return bytes
    }

    private mutating func readTimes(_ root: YAMLNode) {
        if let node = root["idle_exit"] { settings.idleExit = node.duration }
        settings.idleLease = root["idle_lease"]?.duration ?? settings.idleLease
        settings.stopGrace = root["stop_grace"]?.duration ?? settings.stopGrace
    }

    private mutating func readRetention(_ node: YAMLNode?) {
        if let days = node?["days"] {
            settings.retention.age = days.integerValue.map { .seconds($0 * 86_400) }
        }
        if let days = node?["audit_days"] {
            settings.retention.auditAge = days.integerValue.map { .seconds($0 * 86_400) }
        }
        if let days = node?["delivery_days"] {
            settings.retention.deliveriesAge = days.integerValue.map { .seconds($0 * 86_400) }
        }
        if let size = node?["size"] { settings.retention.bytes = bytes(size) }
    }

    private mutating func readWebhooks(_ node: YAMLNode?) {
        for node in node?["allow"]?.items ?? [] {
            guard let text = node.textValue else { continue }
            guard let network = Network(text: text) else {
                findings.error(
                    "`\(text)` is no network; write 192.0.2.0/24, 2001:db8::/32 or one address,"
                        + " with zeros behind the prefix", at: node)
                continue
            }
            settings.webhooks.allow.append(network)
        }
        let usual = settings.webhooks
        settings.webhooks.firstPause = node?["first_pause"]?.duration ?? usual.firstPause
        settings.webhooks.timeout = node?["timeout"]?.duration ?? usual.timeout
        settings.webhooks.lifetime = node?["give_up"]?.duration ?? usual.lifetime
    }

    private mutating func readConnections(_ node: YAMLNode?) {
        let limits = settings.connections
        settings.connections.total = node?["total"]?.integerValue ?? limits.total
        settings.connections.account = node?["account"]?.integerValue ?? limits.account
        settings.connections.address = node?["address"]?.integerValue ?? limits.address
        settings.connections.idle = node?["idle"]?.duration ?? limits.idle
        settings.connections.stall = node?["stall"]?.duration ?? limits.stall
    }

    private mutating func readTLS(_ node: YAMLNode?) {
        settings.tls.certificate = path(node?["certificate"])
        settings.tls.key = path(node?["key"])
        settings.tls.clientAuthorities = path(node?["client_ca"])
        if let node, (node["certificate"] == nil) != (node["key"] == nil) {
            let other = node["key"] == nil ? "key" : "certificate"
            findings.error("`certificate` and `key` go together; `\(other)` is missing", at: node)
        }
        guard let clients = node?["clients"] else { return }
        if node?["client_ca"] == nil {
            findings.error(
                "nobody is asked for a certificate without `client_ca`; name the file with the"
                    + " authorities", at: clients)
        }
        for pair in clients.pairs ?? [] {
            guard let name = TLSSettings.name(pair.name) else {
                findings.error(
                    "`\(pair.name)` is no subject (`CN=build,O=Lab`), no URI, and no `sha256:` with"
                        + " the 64 digits of a fingerprint", at: pair.value)
                continue
            }
            settings.tls.clients[name] = client(pair.value)
        }
    }

    private func client(_ node: YAMLNode) -> CertificateClient {
        var client = CertificateClient(account: node["account"]?.textValue ?? "")
        if let words = node["scopes"]?.items {
            client.scopes = Set(words.compactMap { $0.textValue.flatMap(Scope.init) })
        }
        client.requestsPerMinute = node["requests_per_minute"]?.integerValue
        return client
    }

    /// A path; the daemon's own directory is nobody's business.
    private mutating func path(_ node: YAMLNode?) -> String? {
        guard let node, let path = node.textValue else { return nil }
        if !path.hasPrefix("/") {
            findings.error("`\(path)` is no whole path; write it from `/` on", at: node)
        }
        return path
    }

    /// A number of bytes; nil for a word or a size that the shape has complained about.
    private mutating func bytes(_ node: YAMLNode?) -> Int? {
        guard let node else { return nil }
        if let value = node.integerValue { return value }
        guard let text = node.textValue, text != "unlimited" else { return nil }
        guard let bytes = ByteSize.bytes(text) else {
            if ByteSize.isForm(text) {
                findings.error("the size `\(text)` is too large", at: node)
            }
            return nil
        }
        if bytes == 0 { findings.error("the size `\(text)` must be above zero", at: node) }
        return bytes
    }
}
