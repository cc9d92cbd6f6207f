import Access
import Jobs
import Scenarios
import Settings
import Store
import Wire

extension Loop {
    /// Changes keys: stored with its audit entry first, taken into use then, answered last.
    func change(
        _ order: KeyOrder, _ entry: AuditEntry, _ reply: Reply<APIKey>, _ turn: inout Turn
    ) {
        if let at = storeRetryAt, at > turn.now { return reply.refuse(Self.keyProblem) }
        let time = turn.now.wallMicroseconds
        switch order {
        case .create(var key):
            if let problem = tooMany(of: key, turn) { return reply.refuse(problem) }
            lastKey += 1
            key.id = KeyID(lastKey)
            key.createdMicroseconds = time
            if let most = key.runningMax {
                var scheduling = dispatcher.scheduler.settings
                scheduling.runningPerKeyMax[key.id.number] = most
                dispatcher.schedule(.settingsChanged(scheduling), &turn)
            }
            store(.created(key), of: key, entry, reply, &turn)
        case .rotate(let id, let digest):
            guard var key = environment.access.key(id) else { return reply.refuse(Self.noKey(id)) }
            guard key.isActive(at: time) else {
                return reply.refuse(
                    Problem(.conflict, "key \(id) is revoked or expired; make another one"))
            }
            (key.digest, key.rotatedMicroseconds) = (digest, time)
            store(.rotated(id, digest, microseconds: time), of: key, entry, reply, &turn)
        case .revoke(let id):
            guard var key = environment.access.key(id) else { return reply.refuse(Self.noKey(id)) }
            // Revoking twice changes nothing, and is no mistake of whoever makes sure.
            guard key.revokedMicroseconds == nil else { return Self.answer(key, store, reply) }
            key.revokedMicroseconds = time
            store(.revoked(id, microseconds: time), of: key, entry, reply, &turn)
        }
    }

    private func store(
        _ change: KeyChange, of key: APIKey, _ entry: AuditEntry, _ reply: Reply<APIKey>,
        _ turn: inout Turn
    ) {
        var entry = entry
        entry.key = key.id
        entry.subject = key.name
        let told = entry
        turn.changes += [.key(change), .audited(told)]
        let access = environment.access
        let journal = journal
        let feed = feed
        let store = store
        turn.effects.append(
            .answer(nil) {
                access.apply(change)
                feed.tell(.accessChanged)
                journal.tell(told)
                Self.answer(key, store, reply)
            })
    }

    /// Answers with a key as it is stored: what is kept at hand does not know how it was used.
    private static func answer(_ key: APIKey, _ store: Store, _ reply: Reply<APIKey>) {
        // It is changed, and its secret is told this once, whether or not its use can be read.
        reply((try? store.key(key.id)) ?? key)
    }

    private func tooMany(of key: APIKey, _ turn: Turn) -> Problem? {
        var counts = environment.access.counts(of: key.owner.userID)
        for case .key(.created(let other)) in unstored(turn) {
            counts.all += 1
            if other.owner.userID == key.owner.userID { counts.own += 1 }
        }
        if counts.own >= AccessLimits.keysOfOwnerMax {
            return Problem(
                .limitReached,
                "\(key.owner.account) has \(counts.own) keys, revoked ones included; these are"
                    + " forgotten when `retention: {audit_days: …}` of orchestrod.yaml says so")
        }
        guard counts.all >= AccessLimits.keysMax else { return nil }
        return Problem(.limitReached, "there are \(counts.all) keys; no more can be made")
    }

    private static let keyProblem = Problem(
        .storageFull, "no key was changed: the store cannot be written at the moment")

    static func noKey(_ id: KeyID) -> Problem { Problem(.notFound, "there is no key \(id)") }

    /// Adds what was gathered about keys when it is due.
    func account(_ turn: inout Turn) {
        guard storeRetryAt == nil, let at = environment.access.dueAt, at <= turn.now else { return }
        let (entries, uses) = environment.access.take(at: turn.now)
        turn.changes += entries.map { .audited($0) } + uses.map { .used($0) }
        let journal = journal
        turn.effects.append(.answer(nil) { for entry in entries { journal.tell(entry) } })
    }

    /// Stores what was gathered and not yet due, at the end.
    func accountForAll() {
        let (entries, uses) = environment.access.takeAll()
        for entry in entries { journal.tell(entry) }
        // Without a store that can be written, uses of the last second are lost; the journal has
        // the refusals.
        _ = try? store.commit(entries.map { .audited($0) } + uses.map { .used($0) })
    }

    /// Why so many tasks are too many for the key that a submission came with; nil: they are not.
    func overQuota(
        _ submission: Submission, adding count: Int, _ turn: Turn
    ) throws(StoreError) -> Problem? {
        guard let number = submission.key,
            let most = environment.access.key(KeyID(number))?.tasksMax
        else { return nil }
        var open = try store.openTasks(of: KeyID(number))
        for change in unstored(turn) {
            if case .jobAccepted(_, let other, _) = change, other.key == number {
                open += other.tasks.count
            }
        }
        guard open + count > most else { return nil }
        return Self.tooManyTasks(
            count, open, of: "key \(number)", most: most, "the key's `tasks_max` lets it have")
    }
}

extension Journal {
    /// Tells what the audit log tells.
    func tell(_ entry: AuditEntry) {
        var facts = JournalFacts(owner: entry.actor, outcome: entry.action.rawValue)
        facts.key = entry.key
        facts.origin = entry.origin
        let what = entry.action.rawValue.replacing("_", with: " ")
        let about = [
            entry.key.map { "key \($0)" }, entry.subject, entry.actor.map { "by \($0)" },
            "from \(entry.origin)", entry.count == 1 ? nil : "\(entry.count) times",
        ]
        let event: JournalEvent = entry.action.isRefusal ? .accessRefused : .accessChanged
        tell(event, "\(what): " + about.compactMap { $0 }.joined(separator: ", "), facts)
    }
}
