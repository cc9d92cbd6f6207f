import Jobs
import StoreTestSupport
import Synchronization
import TestSupport
import Testing

@testable import Store

@Suite struct ModelTests {
    @Test(arguments: UInt64(1)...6)
    func `random changes give what a plain model gives`(seed: UInt64) throws {
        let place = try TemporaryStore()
        var store = try place.open()
        var maker = ChangeMaker(seed: seed)
        var dice = Dice(seed: seed ^ 0xfeed)
        var model = StoreModel()
        for turn in 1...120 {
            let batch = maker.next()
            try store.commit(batch)
            model.apply(batch)
            if dice.happens(5) {
                try store.close()
                store = try place.open()
            }
            if dice.happens(8) { try retire(in: store, &model, &maker, &dice) }
            if turn.isMultiple(of: 20) { try model.expectSame(in: store) }
        }
        try model.expectSame(in: store)
        #expect(store.check() == [])
    }

    @Test(arguments: UInt64(1)...6)
    func `a job that changes or goes is told of before the change is known`(
        seed: UInt64
    ) throws {
        let place = try TemporaryStore()
        let store = try place.open()
        let changed = Mutex<Set<JobID>>([])
        store.watchJobs { jobs in changed.withLock { $0.formUnion(jobs) } }
        var maker = ChangeMaker(seed: seed)
        var dice = Dice(seed: seed ^ 0xbeef)
        var known: [JobID: StoredJob] = [:]
        var toldCount = 0
        for _ in 1...150 {
            try store.commit(maker.next())
            if dice.happens(8) {
                let retention = Retention(finishedBefore: maker.now - 5_000_000)
                maker.forget(try store.retire(retention, jobsMax: 100).jobs)
            }
            let told = changed.withLock { told in
                defer { told = [] }
                return told
            }
            toldCount += told.count
            for job in told { known[job] = nil }
            for (id, job) in known { #expect(try store.job(id) == job) }
            for job in told { known[job] = try store.job(job) }
        }
        // Telling of every job each time would be no help.
        #expect(toldCount < 150 * 4)
        #expect(!known.isEmpty)
    }

    /// What jobs of one owner take, a directory that several brought along once.
    private static func taken(by jobs: some Sequence<StoredJob>) -> Int64 {
        var bytes: Int64 = 0
        var uploads: Set<Submission.Upload> = []
        for job in jobs {
            bytes += job.bytes
            guard let upload = job.submission.upload, !uploads.insert(upload).inserted else {
                continue
            }
            bytes -= Int64(upload.bytes)
        }
        return bytes
    }

    /// Those of the finished jobs that have to go, thought out anew for each one that goes.
    private static func outlived(_ retention: Retention, of jobs: [StoredJob]) -> [JobID] {
        var left = jobs.sorted {
            ($0.finishedMicroseconds ?? 0, $0.id) < ($1.finishedMicroseconds ?? 0, $1.id)
        }
        var gone: [JobID] = []
        if let horizon = retention.finishedBefore {
            gone = left.filter { $0.finishedMicroseconds ?? 0 < horizon }.map(\.id)
            left.removeFirst(gone.count)
        }
        guard let bytesMax = retention.bytesMax else { return gone }
        while true {
            let held = Dictionary(grouping: left, by: \.submission.owner.userID)
                .mapValues { Self.taken(by: $0) }
            guard held.values.reduce(0, +) > bytesMax,
                let largest = held.max(by: { ($0.value, $1.key) < ($1.value, $0.key) })?.key,
                let index = left.firstIndex(where: { $0.submission.owner.userID == largest })
            else { return gone }
            gone.append(left.remove(at: index).id)
        }
    }

    private func retire(
        in store: Store, _ model: inout StoreModel, _ maker: inout ChangeMaker, _ dice: inout Dice
    ) throws {
        let time = maker.now - Int64(dice.below(30_000_000))
        var retention = Retention()
        if dice.happens(60) { retention.finishedBefore = time }
        if dice.happens(60) {
            retention.bytesMax = Int64(dice.below(dice.happens(50) ? 60_000 : 800_000))
        }
        let expected = Self.outlived(
            retention, of: model.list.filter { $0.finishedMicroseconds != nil })
        var removed: [JobID] = []
        var isMore = true
        while isMore {
            let step = try store.retire(retention, jobsMax: 2)
            removed += step.jobs
            isMore = step.isMore
        }
        #expect(removed == expected)
        #expect(try store.pendingRemovals().count >= removed.count)
        model.remove(removed, serviceEventsBefore: retention.finishedBefore)
        maker.forget(removed)
    }
}
