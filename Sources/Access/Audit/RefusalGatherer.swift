import Scenarios

/// Keeps the audit log from growing with the number of refused requests: the first of a kind is
/// told soon, those like it in the next minute are told as one, with their number. Nothing is left
/// out; at most two entries a minute come of one kind. Of one party, kinds beyond a bound are told
/// without what was asked for, so that nobody hides the refusals of others behind many of his own;
/// beyond a bound of all kinds, they become one.
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

        init(_ entry: AuditEntry) {
            action = entry.action
            actor = entry.actor
            key = entry.key
            origin = entry.origin
            subject = entry.subject
        }
    }

    private struct Gathered {
        /// What is to be told; nil: nothing since it was last told.
        var entry: AuditEntry?
        /// When.
        var dueAt: Instant
        /// Whose it is, when it counts for its party.
        var party: String?
    }

    private var kinds: [Kind: Gathered] = [:]
    /// How many kinds there are of each party.
    private var parties: [String: Int] = [:]

    /// Nothing gathered.
    public init() {}

    /// How many kinds are kept apart now.
    public var count: Int { kinds.count }

    /// Takes a refusal of a party: of a key, a network or an account, however many addresses it has
    /// and whatever it asks for. True: something will be due that was not before.
    @discardableResult
    public mutating func add(
        _ entry: AuditEntry, of party: String, at now: Instant
    ) -> Bool {
        var entry = entry
        var kind = Kind(entry)
        var counted: String? = party
        if kinds[kind] == nil, parties[party, default: 0] >= AccessLimits.gatheredOfPartyMax {
            entry.origin = party
            entry.subject = nil
            kind = Kind(entry)
            counted = nil
        }
        if kinds[kind] == nil, kinds.count >= AccessLimits.gatheredMax { forgetQuiet(now) }
        if kinds[kind] == nil, kinds.count >= AccessLimits.gatheredMax {
            entry = AuditEntry(.others, actor: nil, origin: "several", at: entry.microseconds)
            kind = Kind(entry)
            counted = nil
        }
        guard var gathered = kinds[kind] else {
            kinds[kind] = Gathered(entry: entry, dueAt: now + Self.delay, party: counted)
            if let counted { parties[counted, default: 0] += 1 }
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
        for (kind, gathered) in kinds where gathered.entry == nil && gathered.dueAt <= now {
            forget(kind, gathered)
        }
    }

    private mutating func forget(_ kind: Kind, _ gathered: Gathered) {
        kinds[kind] = nil
        guard let party = gathered.party, let count = parties[party] else { return }
        parties[party] = count > 1 ? count - 1 : nil
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
                forget(kind, gathered)
                continue
            }
            due.append(entry)
            kinds[kind]?.entry = nil
            kinds[kind]?.dueAt = now + Self.span
        }
        return due.sorted { ($0.microseconds, $0.origin) < ($1.microseconds, $1.origin) }
    }

    /// Everything, due or not: for the end.
    public mutating func takeAll() -> [AuditEntry] {
        defer { (kinds, parties) = ([:], [:]) }
        return kinds.values.compactMap(\.entry).sorted { $0.microseconds < $1.microseconds }
    }
}
