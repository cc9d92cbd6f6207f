/// What the daemon's process ends with, and why it could not go on.
enum ExitStatus: Int32 {
    /// It was asked to end, or had nothing to do.
    case ended = 0
    /// The request is wrong: usage, or a configuration with mistakes.
    case wrongRequest = 2
    /// It could not be done: a socket, the state directory or the store is not usable.
    case notPossible = 3
}

/// Why the daemon cannot serve; the message says what, where, and what to do.
struct StartFailure: Error, Hashable {
    var status = ExitStatus.notPossible
    var message: String

    init(_ message: String, status: ExitStatus = .notPossible) {
        self.message = message
        self.status = status
    }
}
