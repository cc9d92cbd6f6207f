import Glibc
import Jobs
import Store
import Synchronization
import Wire

/// The directories that jobs brought along: `uploads/SHA256.tar` below the state directory, each
/// content once, whoever sent it. A job keeps its own for as long as the job is kept.
final class Uploads: Sendable {
    /// How names of what is still coming begin.
    static let draftPrefix = "coming-"

    /// Somebody's upload whose job is not stored yet.
    private struct Held: Hashable {
        let upload: Submission.Upload
        let userID: UInt32
    }

    private struct State {
        /// Uploads whose jobs are not stored yet, each with how many of them.
        var held: [Held: Int] = [:]
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

    private static func check(
        _ quota: UploadQuota, adding upload: Submission.Upload, _ state: State
    ) throws(UploadDraft.Failure) {
        let coming = state.held.keys.filter { $0.userID == quota.owner.userID }.map(\.upload)
        let problem: Problem?
        do throws(StoreError) { problem = try quota.problem(adding: upload, to: coming) } catch {
            throw .store(error)
        }
        if let problem { throw .overQuota(problem) }
    }

    func draft(bytesMax: Int) throws(FileFailure) -> UploadDraft {
        try UploadDraft(in: root, bytesMax: bytesMax)
    }

    /// Gives a draft its name, and the disk its directory, when the owner may have it; held until
    /// ``release(_:of:)``, which must follow when its job is stored or refused.
    func keep(
        _ draft: UploadDraft, _ quota: UploadQuota
    ) throws(UploadDraft.Failure) -> Submission.Upload {
        let digest = try draft.finish()
        let upload = Submission.Upload(digest: digest, bytes: draft.bytesCount)
        let user = quota.owner.userID
        try state.withLock { state throws(UploadDraft.Failure) in
            try Self.check(quota, adding: upload, state)
            guard rename(draft.path, path(digest)) == 0 else {
                throw .file(FileFailure(path: path(digest), number: errno))
            }
            state.held[Held(upload: upload, userID: user), default: 0] += 1
        }
        draft.moved()
        let directory = Glibc.open(root, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        defer { close(directory) }
        guard directory >= 0, fsync(directory) == 0 else {
            let failure = FileFailure(path: root, number: errno)
            release(upload, of: user)
            throw .file(failure)
        }
        return upload
    }

    /// Holds one that is there already for a job that its owner has again, who must have room for
    /// it; ``release(_:of:)`` must follow.
    func hold(
        _ upload: Submission.Upload, _ quota: UploadQuota
    ) throws(UploadDraft.Failure) {
        try state.withLock { state throws(UploadDraft.Failure) in
            try Self.check(quota, adding: upload, state)
            state.held[Held(upload: upload, userID: quota.owner.userID), default: 0] += 1
        }
    }

    /// Its job is stored or refused.
    func release(_ upload: Submission.Upload, of userID: UInt32) {
        let held = Held(upload: upload, userID: userID)
        state.withLock { state in
            let left = state.held[held, default: 1] - 1
            state.held[held] = left > 0 ? left : nil
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
            let used = try used().union(state.held.keys.map(\.upload.digest))
            for name in names where !used.contains(String(name.dropLast(".tar".count))) {
                unlink("\(root)/\(name)")
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
