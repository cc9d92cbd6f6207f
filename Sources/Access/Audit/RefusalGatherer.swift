import Scenarios

/// Keeps the audit log from growing with the number of refused requests: the first of a kind is
/// told soon, those like it in the next minute are told as one, with their number. Nothing is left
/// out; at most two entries a minute come of one kind, and kinds beyond a bound become one.
public struct RefusalGatherer: Sendable {
    /// How soon the first one is told.
    public static let delay = Duration.seconds(1)
    /// How long those like it are gathered.
    public static let span = Duration.seconds(60)

    private struct Kind: Hashable {
        var action: AuditAction
        var actor: String?
        var key: KeyID?
        var origin: String
        var subject: String?
    }

    private struct Gathered {
        /// What is to be told; nil: nothing since it was last told.
        var entry: AuditEntry?
        /// When.
        var dueAt: Instant
    }

    private var kinds: [Kind: Gathered] = [:]

    /// Nothing gathered.
    public init() {}

    /// How many kinds are kept apart now.
    public var count: Int { kinds.count }

    /// Takes a refusal; true: something will be due that was not before.
    @discardableResult
    public mutating func add(_ entry: AuditEntry, at now: Instant) -> Bool {
        var kind = Kind(
            action: entry.action, actor: entry.actor, key: entry.key, origin: entry.origin,
            subject: entry.subject)
        var entry = entry
        if kinds[kind] == nil, kinds.count >= AccessLimits.gatheredMax { forgetQuiet(now) }
        if kinds[kind] == nil, kinds.count >= AccessLimits.gatheredMax {
            entry = AuditEntry(.others, actor: nil, origin: "several", at: entry.microseconds)
            kind = Kind(action: .others, origin: "several")
        }
        guard var gathered = kinds[kind] else {
            kinds[kind] = Gathered(entry: entry, dueAt: now + Self.delay)
            return true
        }
        let isNew = gathered.entry == nil
        if var known = gathered.entry {
            known.count += entry.count
            known.lastMicroseconds = max(known.lastMicroseconds, entry.lastMicroseconds)
            gathered.entry = known
        } else {
            gathered.entry = entry
        }
        kinds[kind] = gathered
        return isNew
    }

    /// Forgets kinds of which nothing came while they were gathered.
    private mutating func forgetQuiet(_ now: Instant) {
        kinds = kinds.filter { $0.value.entry != nil || $0.value.dueAt > now }
    }

    /// When something is due; nil: nothing is gathered.
    public var nextDue: Instant? {
        kinds.values.lazy.filter { $0.entry != nil }.map(\.dueAt).min()
    }

    /// What is due, in the order of time.
    public mutating func take(at now: Instant) -> [AuditEntry] {
        var due: [AuditEntry] = []
        for (kind, gathered) in kinds where gathered.dueAt <= now {
            guard let entry = gathered.entry else {
                kinds[kind] = nil
                continue
            }
            due.append(entry)
            kinds[kind] = Gathered(entry: nil, dueAt: now + Self.span)
        }
        return due.sorted { ($0.microseconds, $0.origin) < ($1.microseconds, $1.origin) }
    }

    /// Everything, due or not: for the end.
    public mutating func takeAll() -> [AuditEntry] {
        defer { kinds = [:] }
        return kinds.values.compactMap(\.entry).sorted { $0.microseconds < $1.microseconds }
    }
}
