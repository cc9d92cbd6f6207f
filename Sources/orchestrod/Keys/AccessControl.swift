import Access
import Scenarios
import Store
import Synchronization

/// What all threads share about keys: the keys themselves, how much each may still ask, and what
/// waits to be written about them. Uses and refusals are gathered here and stored by the loop about
/// once a second, so that no request that only reads waits for the disk.
final class AccessControl: Sendable {
    /// How long uses are gathered.
    private static let usagePause = Duration.seconds(1)
    private static let minute = Duration.seconds(60)

    private struct State {
        var ring: KeyRing
        var requests = RateLimiter<KeyID>(
            name: "key", window: AccessControl.minute, subjectsMax: AccessLimits.keysMax)
        /// By what the settings call the certificates: as many as a file has.
        var certificates = RateLimiter<String>(
            name: "certificate", window: AccessControl.minute, subjectsMax: AccessLimits.keysMax)
        var guesses = RateLimiter<Origin>(
            name: "guesses", window: AccessControl.minute,
            subjectsMax: AccessLimits.guessersMax)
        var refusals = RefusalGatherer()
        var changes: [AuditEntry] = []
        var usage = UsageBatch()
        var dueAt: Instant?

        /// Wishes for the loop; true: earlier than anybody did before.
        mutating func wish(_ at: Instant?) -> Bool {
            guard let at, at < dueAt ?? Instant(nanoseconds: .max) else { return false }
            dueAt = at
            return true
        }
    }

    private let state: Mutex<State>
    private let inbox: Inbox

    init(keys: [APIKey], inbox: Inbox) {
        state = Mutex(State(ring: KeyRing(keys)))
        self.inbox = inbox
    }

    /// What becomes of a request with a key.
    enum Admission {
        case admitted(APIKey, TokenBucket.Answer)
        /// The key has asked too much.
        case limited(APIKey, TokenBucket.Answer)
        /// The key is none, or cannot be used now or from there.
        case wrong
        /// As many keys from there were wrong that there is no other answer for a while. A right
        /// key is still taken: nobody is shut out by others behind the same address, and with 256
        /// random bits there is nothing to gain by trying.
        case guessesLimited(TokenBucket.Answer)
    }

    /// Looks a key up and takes one request of what it may ask.
    func admit(_ text: String, from origin: Origin, at now: Instant) -> Admission {
        let digest = KeyRing.digest(presented: text)
        return state.withLock { state in
            let found = state.ring.key(
                digest: digest, from: origin.address, at: now.wallMicroseconds)
            guard let key = found else {
                let answer = state.guesses.take(
                    origin.party, capacity: AccessLimits.guessesPerMinute, at: now)
                return answer.isTaken ? .wrong : .guessesLimited(answer)
            }
            let answer = state.requests.take(
                key.id, capacity: key.requestsPerMinute ?? AccessLimits.requestsPerMinute, at: now)
            return answer.isTaken ? .admitted(key, answer) : .limited(key, answer)
        }
    }

    /// Takes one request of what a key may ask that was admitted before; nil: it is there no more.
    func take(_ id: KeyID, at now: Instant) -> TokenBucket.Answer? {
        state.withLock { state in
            guard let key = state.ring[id] else { return nil }
            return state.requests.take(
                id, capacity: key.requestsPerMinute ?? AccessLimits.requestsPerMinute, at: now)
        }
    }

    /// Takes one request of what the holder of a certificate may ask.
    func admit(
        certificate: String, requestsPerMinute: Int?, at now: Instant
    ) -> TokenBucket.Answer {
        state.withLock { state in
            state.certificates.take(
                certificate, capacity: requestsPerMinute ?? AccessLimits.requestsPerMinute, at: now)
        }
    }

    /// Counts the answer to a request with a key.
    func count(_ key: KeyID, status: Int, jobs: Int, at now: Instant) {
        let isFirst = state.withLock { state in
            let isFirst = state.usage.isEmpty
            state.usage.count(
                key, status: status, jobs: jobs, at: now.wallMicroseconds)
            return isFirst && state.wish(now + Self.usagePause)
        }
        if isFirst { inbox.push(.accounting) }
    }

    /// Has a refusal of a party told.
    func refused(_ entry: AuditEntry, of party: String, at now: Instant) {
        let isNew = state.withLock { state in
            state.refusals.add(entry, of: party, at: now) && state.wish(state.refusals.nextDue)
        }
        if isNew { inbox.push(.accounting) }
    }

    /// Has a change told that was made.
    func changed(_ entry: AuditEntry, at now: Instant) {
        let isNew = state.withLock { state in
            state.changes.append(entry)
            return state.wish(now)
        }
        if isNew { inbox.push(.accounting) }
    }

    /// The key of that number.
    func key(_ id: KeyID) -> APIKey? { state.withLock { $0.ring[id] } }

    /// How many keys there are, of everybody and of an owner.
    func counts(of userID: UInt32) -> (all: Int, own: Int) {
        state.withLock { ($0.ring.count, $0.ring.count(of: userID)) }
    }
}

/// For the loop alone.
extension AccessControl {
    /// When there is something to store.
    var dueAt: Instant? { state.withLock { $0.dueAt } }

    /// What is to be stored now.
    func take(at now: Instant) -> (entries: [AuditEntry], uses: [UsageDay]) {
        state.withLock { state in
            let entries = state.changes + state.refusals.take(at: now)
            state.changes = []
            state.dueAt = state.refusals.nextDue
            return (entries, state.usage.take())
        }
    }

    /// Everything that waits, for the end.
    func takeAll() -> (entries: [AuditEntry], uses: [UsageDay]) {
        state.withLock { state in
            let entries = state.changes + state.refusals.takeAll()
            state.changes = []
            state.dueAt = nil
            return (entries, state.usage.take())
        }
    }

    /// Makes a change that is stored.
    func apply(_ change: KeyChange) { state.withLock { $0.ring.apply(change) } }

    /// These keys are not stored any more.
    func forget(_ keys: [KeyID]) {
        state.withLock { state in
            for key in keys { state.ring.remove(key) }
        }
    }
}
