import Jobs
import NIOCore
import Store
import Synchronization
import Wire

/// Jobs as they were shown last, ready to be sent again: who asks for a job that has not changed
/// costs no look into the store. Any thread asks.
final class ShownJobs: Sendable {
    /// A job as it is shown.
    struct Shown: Sendable {
        let owner: Owner
        let document: TaggedDocument

        init(_ job: StoredJob) {
            owner = job.submission.owner
            document = TaggedDocument(job.shape)
        }
    }

    /// Bytes of documents that are kept; when there are more, all are forgotten.
    static let bytesMax = 8 << 20

    private struct State {
        var shown: [JobID: Shown] = [:]
        var bytes = 0
        /// Counts what ``changed(_:)`` was told.
        var changes: UInt64 = 0
    }

    private let state = Mutex(State())

    init() {}

    /// The job as it is now; `read` takes it from the store when it has changed since it was asked
    /// for. Nil: there is none.
    func shown(
        _ id: JobID, read: () throws(StoreError) -> StoredJob?
    ) throws(StoreError) -> Shown? {
        let (kept, changes) = state.withLock { ($0.shown[id], $0.changes) }
        if let kept { return kept }
        guard let job = try read() else { return nil }
        let shown = Shown(job)
        state.withLock { state in
            // What was read before a change may be from before it.
            guard state.changes == changes, state.shown[id] == nil else { return }
            let bytes = shown.document.bytes.readableBytes
            if state.bytes + bytes > Self.bytesMax {
                state.shown = [:]
                state.bytes = 0
            }
            state.shown[id] = shown
            state.bytes += bytes
        }
        return shown
    }

    /// These jobs are not any more what they were.
    func changed(_ jobs: Set<JobID>) {
        state.withLock { state in
            state.changes &+= 1
            for job in jobs {
                guard let shown = state.shown.removeValue(forKey: job) else { continue }
                state.bytes -= shown.document.bytes.readableBytes
            }
        }
    }

    /// How many are kept.
    var count: Int { state.withLock { $0.shown.count } }
}
