import Glibc

/// The directory below which a run makes its private directories.
///
/// Its owner holds a lock on it, so that a later run knows the directories of runs that were
/// killed and removes them.
final class RunDirectory: Sendable {
    /// Its absolute path.
    let path: String
    private let descriptor: Int32

    private static let prefix = "orchestro-run-"
    /// A directory this young may belong to a run that has not locked it yet, in seconds.
    private static let youngSeconds = 10

    /// Makes one, after removing what dead runs of this account left.
    init(below base: String) throws(FileFailure) {
        Self.removeAbandoned(below: base)
        var template = Array("\(base)/\(Self.prefix)XXXXXX".utf8CString)
        guard mkdtemp(&template) != nil else {
            throw FileFailure("failed to make a private directory in \(base)", errno)
        }
        path = String(decoding: template.dropLast().map(UInt8.init(bitPattern:)), as: UTF8.self)
        // Others may pass to what a scenario opens for them (a server's account, say), not look.
        chmod(path, 0o711)
        descriptor = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        _ = flock(descriptor, LOCK_EX | LOCK_NB)
    }

    /// Removes it and everything in it; returns what went wrong.
    func remove() -> SystemError? {
        defer { close(descriptor) }
        if rmdir(path) == 0 { return nil }
        var removal = TreeRemoval()
        removal.remove(path)
        return removal.failure
    }

    private static func removeAbandoned(below base: String) {
        // A base that cannot be read is told of when the run's own directory is made.
        for name in (try? directoryNames(base)) ?? [] where name.hasPrefix(prefix) {
            removeIfAbandoned(base + "/" + name)
        }
    }

    private static func removeIfAbandoned(_ path: String) {
        let descriptor = open(path, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC)
        guard descriptor >= 0 else { return }
        defer { close(descriptor) }
        var status = stat()
        guard fstat(descriptor, &status) == 0, status.st_uid == geteuid(),
            time(nil) - status.st_mtim.tv_sec > youngSeconds,
            flock(descriptor, LOCK_EX | LOCK_NB) == 0
        else { return }
        // What cannot be removed is tried again by the next run.
        var removal = TreeRemoval()
        removal.remove(path)
    }
}
