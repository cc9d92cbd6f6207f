import Glibc

/// Keeps others from changing the contexts from reading them to writing them (flock(2)). It is a
/// file of its own beside them, because each change puts another file in the place of theirs.
struct ContextLock {
    private let descriptor: Int32

    /// Waits until nobody else has it.
    init() throws(ContextFailure) {
        let path = try ContextBook.preparedPath() + ".lock"
        descriptor = open(path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0o600)
        guard descriptor >= 0 else { throw ContextFailure.system("failed to open \(path)") }
        while flock(descriptor, LOCK_EX) != 0 {
            guard errno == EINTR else {
                let failure = ContextFailure.system("failed to lock \(path)")
                close(descriptor)
                throw failure
            }
        }
    }

    /// Lets the next one go on.
    func release() { close(descriptor) }
}
