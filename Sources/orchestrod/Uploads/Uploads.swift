import Glibc
import Jobs
import Synchronization

/// The directories that jobs brought along: `uploads/SHA256.tar` below the state directory, each
/// content once, whoever sent it. A job keeps its own for as long as the job is kept.
final class Uploads: Sendable {
    /// How names of what is still coming begin.
    static let draftPrefix = "coming-"

    private struct State {
        /// Uploads whose jobs are not stored yet, each with how many of them.
        var held: [String: Int] = [:]
        /// Who is sending one now.
        var sending: [UInt32: Int] = [:]
    }

    private let root: String
    private let state = Mutex(State())

    /// Those in that directory.
    init(root: String) { self.root = root }

    func path(_ digest: String) -> String { "\(root)/\(digest).tar" }

    /// Begins to take one, unless there are too many at once; ``ended(_:)`` must follow.
    func begin(_ userID: UInt32) -> Bool {
        state.withLock { state in
            let total = state.sending.values.reduce(0, +)
            guard total < HTTPLimits.uploadsMax,
                state.sending[userID, default: 0] < HTTPLimits.uploadsOfAccountMax
            else { return false }
            state.sending[userID, default: 0] += 1
            return true
        }
    }

    /// It has come, or not.
    func ended(_ userID: UInt32) {
        state.withLock { state in
            let left = state.sending[userID, default: 1] - 1
            state.sending[userID] = left > 0 ? left : nil
        }
    }

    func draft(bytesMax: Int) throws(FileFailure) -> UploadDraft {
        try UploadDraft(in: root, bytesMax: bytesMax)
    }

    /// Gives a draft its name, and the disk its directory; held until ``release(_:)``, which must
    /// follow when its job is stored or refused.
    func keep(_ draft: UploadDraft) throws(UploadDraft.Failure) -> Submission.Upload {
        let digest = try draft.finish()
        let number: Int32 = state.withLock { state in
            guard rename(draft.path, path(digest)) == 0 else { return errno }
            state.held[digest, default: 0] += 1
            return 0
        }
        guard number == 0 else { throw .file(FileFailure(path: path(digest), number: number)) }
        draft.moved()
        let directory = Glibc.open(root, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        defer { close(directory) }
        guard directory >= 0, fsync(directory) == 0 else {
            let failure = FileFailure(path: root, number: errno)
            release(digest)
            throw .file(failure)
        }
        return Submission.Upload(digest: digest, bytes: draft.bytesCount)
    }

    func release(_ digest: String) {
        state.withLock { state in
            let left = state.held[digest, default: 1] - 1
            state.held[digest] = left > 0 ? left : nil
        }
    }

    /// Opens one for reading; the descriptor is the caller's.
    func open(_ digest: String) throws(FileFailure) -> Int32 {
        let descriptor = Glibc.open(path(digest), O_RDONLY | O_CLOEXEC | O_NOFOLLOW)
        guard descriptor >= 0 else { throw FileFailure(path: path(digest), number: errno) }
        return descriptor
    }

    /// Removes those that no job uses; `used` is asked while nothing new can be held.
    func collect<Failure>(_ used: () throws(Failure) -> Set<String>) throws(Failure) {
        try state.withLock { state throws(Failure) in
            let names = directoryNames(root).filter { $0.hasSuffix(".tar") }
            guard !names.isEmpty else { return }
            let used = try used()
            for name in names {
                let digest = String(name.dropLast(".tar".count))
                if state.held[digest] == nil, !used.contains(digest) { unlink("\(root)/\(name)") }
            }
        }
    }

    /// Removes what was coming when an earlier daemon ended.
    func removeDrafts() {
        for name in directoryNames(root) where name.hasPrefix(Self.draftPrefix) {
            unlink("\(root)/\(name)")
        }
    }
}
