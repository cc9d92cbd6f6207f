import Jobs
import Testing
import Webhooks

@testable import Store

extension StoreModel {
    /// Whether a store gives this model's answer to every question.
    func expectSame(
        in store: Store, sourceLocation: SourceLocation = #_sourceLocation
    ) throws {
        func same<Value: Equatable>(_ actual: Value, _ expected: Value) {
            #expect(actual == expected, sourceLocation: sourceLocation)
        }
        same(try store.jobs(JobFilter(), before: nil, limit: .max), list)
        same(try store.lastJobNumber(), lastJob)
        same(try store.lastEventNumber(), lastEvent?.number ?? 0)
        same(try store.lastEventMicroseconds(), lastEvent?.microseconds)
        same(try store.events(of: nil, after: 0, limit: .max), events)
        same(try store.serviceState(), service)
        same(try store.estimates().byIdentity, estimates.byIdentity)
        for (id, job) in jobs {
            same(try store.submission(of: id, withTexts: true), job.submission)
            same(try store.tasks(of: id, after: nil, limit: .max), job.tasks)
            same(
                try store.attempts(of: id, task: nil, withRecords: true, limit: .max),
                attempts(of: id))
            same(
                try store.events(of: id, after: 0, limit: .max),
                events.filter { $0.event.job == id })
        }
        same(try openJobs(in: store), jobs.filter { $0.value.finished == nil }.keys.sorted())
        same(try openEvents(in: store), openEvents)
        try expectSameStatistics(in: store, sourceLocation: sourceLocation)
        same(try store.webhooks(of: nil, after: nil, limit: .max), webhooks.all)
        for webhook in webhooks.all {
            same(
                try store.deliveries(to: webhook.id, in: nil, before: nil, limit: .max),
                webhooks.deliveries(to: webhook.id))
        }
        same(try store.pendingDeliveries(after: 0).count, webhooks.pending.count)
        same(
            try store.pendingDeliveries(after: 0).nextMicroseconds,
            webhooks.pending.compactMap(\.nextMicroseconds).min())
        same(
            try store.dueMessages(at: .max, ofEachMax: 2).map(\.number).sorted(),
            webhooks.due(ofEachMax: 2))
        for message in try store.dueMessages(at: .max, ofEachMax: 2) {
            let due = try #require(try store.dueDelivery(message.number))
            same(due.webhook.owner.userID, message.ownerID)
            same(due.webhook.url, message.url)
            same(due.delivery, webhooks.deliveries(to: due.webhook.id).first { $0 == due.delivery })
        }
    }

    /// Whether what a batch without events changes is the same.
    func isSameBesideEvents(in store: Store) throws -> Bool {
        let stored = try store.webhooks(of: nil, after: nil, limit: .max)
        let deliveries = try stored.flatMap {
            try store.deliveries(to: $0.id, in: nil, before: nil, limit: .max)
        }
        return try store.estimates().byIdentity == estimates.byIdentity && stored == webhooks.all
            && deliveries == webhooks.all.flatMap { webhooks.deliveries(to: $0.id) }
    }

    private func openJobs(in store: Store) throws -> [JobID] {
        var found: [JobID] = []
        try store.forEachOpenJob(withTexts: true) { open in
            #expect(open.submission == jobs[open.id]?.submission)
            #expect(open.submittedMicroseconds == jobs[open.id]?.submitted)
            found.append(open.id)
        }
        return found
    }

    private func openEvents(in store: Store) throws -> [NumberedEvent] {
        var found: [NumberedEvent] = []
        try store.forEachOpenEvent { found.append($0) }
        return found
    }

    /// The events of open jobs, and those of the service that came later than the first of them.
    private var openEvents: [NumberedEvent] {
        let ofJobs = events.filter { event in
            event.event.job.map { jobs[$0]?.finished == nil } ?? false
        }
        guard let first = ofJobs.first else { return [] }
        return events.filter { event in
            guard let job = event.event.job else { return event.number > first.number }
            return jobs[job]?.finished == nil
        }
    }

    private func expectSameStatistics(
        in store: Store, sourceLocation: SourceLocation
    ) throws {
        let statistics = try store.statistics()
        var states: [JobState: Int] = [:]
        var passed = 0
        for job in list {
            states[job.state, default: 0] += 1
            passed += job.tasks.passed
        }
        #expect(statistics.jobs == states, sourceLocation: sourceLocation)
        #expect(statistics.tasks.passed == passed, sourceLocation: sourceLocation)
        #expect(
            statistics.jobsBytes == list.reduce(0) { $0 + $1.bytes },
            sourceLocation: sourceLocation)
    }
}

extension Estimates {
    /// What is known, whatever was used last.
    var byIdentity: [String: Estimate] {
        Dictionary(all.map { ($0.identity, $0.estimate) }) { _, latest in latest }
    }
}
