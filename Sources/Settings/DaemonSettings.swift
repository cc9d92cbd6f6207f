import Access
import Jobs
import Scenarios

/// What the daemon's configuration file decides; every member has a default that serves a lab
/// machine, so an empty file is a complete one.
public struct DaemonSettings: Hashable, Sendable {
    /// Attempts at once; nil: as many as the machine has processors.
    public var workers: Int?
    /// How the next task is chosen.
    public var strategy = Strategy.adaptive
    /// What one owner may have.
    public var owner = OwnerLimits()
    /// Weights of owners in the fair share, by account; others have 1.
    public var shares: [String: Double] = [:]
    /// Countable things of the machine: name and count.
    public var resources: [String: Int] = [:]
    /// Limits of attempts whose scenario and job name none of their own.
    public var attempt = Limits()
    /// What one job may be.
    public var job = JobLimits()
    /// Without work for so long the daemon leaves, when its sockets stay; nil: never.
    public var idleExit: Duration? = .seconds(60)
    /// A worker without work for its account is sent away after this.
    public var idleLease: Duration = .seconds(10)
    /// How long workers may take to end what runs when the daemon stops without a service manager.
    public var stopGrace: Duration = .seconds(30)
    /// What is kept of jobs that are over.
    public var retention = JobRetention()
    /// Whether the output of attempts also goes to the journal.
    public var journalOutput = false
    /// Members of this group administrate, as root does.
    public var adminGroup = "orchestro-admin"
    /// Who may be connected at once.
    public var connections = ConnectionLimits()
    /// How messages to webhooks are sent.
    public var webhooks = WebhookSettings()
    /// What TLS shows, and whom it knows by a certificate.
    public var tls = TLSSettings()
    /// Whether a key may also be given as `?api_key=`, where logs of others see it.
    public var keysInQuery = false
    /// Origins whose pages may read answers (the Fetch standard's CORS); none.
    public var corsOrigins: Set<String> = []

    /// The defaults.
    public init() {}
}

/// What one owner may have at once.
public struct OwnerLimits: Hashable, Sendable {
    /// Attempts; nil: as many as there are workers.
    public var running: Int?
    /// Tasks that are not over.
    public var queued = 100_000
    /// Directories that came along with jobs that are not over; each content counts once.
    public var uploads = 1_000
    /// Bytes of their archives together (4 GiB).
    public var uploadBytes = 4_294_967_296

    /// The defaults.
    public init() {}
}

/// What one job may be.
public struct JobLimits: Hashable, Sendable {
    /// Tasks of one job.
    public var tasks = 10_000
    /// Bytes of the request that submits it.
    public var requestBytes = 67_108_864
    /// Bytes of the archive of a directory that comes along.
    public var uploadBytes = 268_435_456

    /// The defaults.
    public init() {}
}

/// What is kept of jobs that are over.
public struct JobRetention: Hashable, Sendable {
    /// Jobs that ended longer ago are removed; nil: never.
    public var age: Duration? = .seconds(90 * 86_400)
    /// Bytes that they may take together, with their files; the oldest of the owner whose jobs
    /// take the most go first.
    public var bytes: Int? = 21_474_836_480
    /// Entries of the audit log, counts of uses and ended keys that are older go; nil: never.
    public var auditAge: Duration? = .seconds(400 * 86_400)
    /// Messages to webhooks that were delivered or given up longer ago go; nil: never.
    public var deliveriesAge: Duration? = .seconds(30 * 86_400)

    /// The defaults.
    public init() {}
}

/// How messages to webhooks are sent.
public struct WebhookSettings: Hashable, Sendable {
    /// Networks that messages may be sent to though they are the machine itself, link-local or
    /// known for secrets of clouds.
    public var allow: [Network] = []
    /// The longest pause before a second try; it doubles with each.
    public var firstPause: Duration = .seconds(5)
    /// How long one try may take until there is an answer.
    public var timeout: Duration = .seconds(15)
    /// How long a message is tried.
    public var lifetime: Duration = .seconds(86_400)

    /// The defaults.
    public init() {}
}

/// Who may be connected at once.
public struct ConnectionLimits: Hashable, Sendable {
    /// Connections of everybody.
    public var total = 1_024
    /// Connections of one account.
    public var account = 128
    /// Connections of one network address; of IPv6, of one network of 64 bits.
    public var address = 128

    /// A connection whose next request does not come, or not as a whole header, ends after this.
    public var idle = Duration.seconds(30)
    /// A connection ends when a body does not come on, or an answer is not taken, for so long. Less
    /// than ``idle``, which ends a silent connection without a word.
    public var stall = Duration.seconds(20)

    /// Connections by networks, all together: a quarter is kept for accounts of this machine.
    public var network: Int { max(1, total - total / 4) }

    /// The defaults.
    public init() {}
}

extension DaemonSettings {
    /// What the scheduler needs of it, on a machine with so many processors.
    public func scheduler(processors: Int) -> SchedulerSettings {
        var settings = SchedulerSettings(
            slots: workers ?? min(max(processors, 1), SettingsLimits.workersMax))
        settings.strategy = strategy
        settings.runningPerOwnerMax = owner.running
        settings.shares = shares
        settings.resources = resources
        return settings
    }
}

/// Bounds on what the configuration may ask for.
public enum SettingsLimits {
    /// Attempts at once.
    public static let workersMax = 256
    /// Tasks of all owners that are not over.
    public static let queuedMax = 1_000_000
    /// Bytes of one request (1 GiB).
    public static let requestBytesMax = 1_073_741_824
    /// Bytes of one directory that comes along (1 GiB).
    public static let uploadBytesMax = 1_073_741_824
    /// Connections at once.
    public static let connectionsMax = 16_384
    /// Origins that may read answers.
    public static let originsMax = 100
    /// Requests a minute of one client.
    public static let requestsPerMinuteMax = 1_000_000
    /// Days that jobs are kept.
    public static let daysMax = 36_500
    /// Seconds that one try of a message to a webhook may take.
    public static let deliverySecondsMax = 60.0
    /// Networks that messages to webhooks may be sent to besides.
    public static let networksMax = 100
    /// The largest weight in the fair share.
    public static let shareMax = 1_000.0
}
