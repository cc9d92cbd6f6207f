import CLaunch
import Glibc

/// Where workers come from.
enum WorkerSource: Hashable, Sendable {
    /// The service manager starts one for each connection to this socket.
    case socket(String)
    /// The daemon starts this program itself, as its own account.
    case program(String)

    /// Why there is no worker.
    struct Failure: Error, Hashable {
        var message: String
        /// Trying again does not help.
        var isFinal = false
        /// Somebody else answers.
        var isStranger = false
    }

    /// A connection to a worker.
    func connect() throws(Failure) -> WorkerConnection {
        switch self {
        case .socket(let path): try connected(path)
        case .program(let path): try started(path)
        }
    }

    private func connected(_ path: String) throws(Failure) -> WorkerConnection {
        let descriptor = csocket_connect(path)
        guard descriptor >= 0 else {
            throw Failure(message: "\(path): no worker can be started: \(errorText(errno))")
        }
        var peer = csocket_credentials()
        guard csocket_peer(descriptor, &peer) == 0 else {
            close(descriptor)
            throw Failure(message: "\(path): who answers there is unknown: \(errorText(errno))")
        }
        // The service manager listens as root; in an account's own session, as that account.
        guard peer.uid == 0 || peer.uid == getuid() else {
            close(descriptor)
            throw Failure(
                message: "\(path): a process of user \(peer.uid) answers there, not the service"
                    + " manager; nothing was sent to it", isFinal: true, isStranger: true)
        }
        return WorkerConnection(descriptor, child: nil)
    }

    private func started(_ path: String) throws(Failure) -> WorkerConnection {
        var ends: [Int32] = [-1, -1]
        guard csocket_pair(&ends) == 0 else {
            throw Failure(message: "no connection for a worker: \(errorText(errno))")
        }
        defer { close(ends[1]) }
        var pid: pid_t = 0
        let error = spawn(path, standardInput: ends[1], &pid)
        guard error == 0 else {
            close(ends[0])
            throw Failure(
                message: "\(path): the worker cannot be started: \(errorText(error))",
                isFinal: error == ENOENT || error == EACCES)
        }
        return WorkerConnection(ends[0], child: pid)
    }

    private func spawn(_ path: String, standardInput: Int32, _ pid: inout pid_t) -> Int32 {
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        posix_spawn_file_actions_adddup2(&actions, standardInput, 0)
        posix_spawn_file_actions_addopen(&actions, 1, "/dev/null", O_WRONLY, 0)
        var attributes = posix_spawnattr_t()
        posix_spawnattr_init(&attributes)
        defer { posix_spawnattr_destroy(&attributes) }
        // The daemon blocks signals and ignores SIGPIPE; its children must not. A session of its
        // own keeps the terminal's Ctrl-C from a worker: the daemon decides when it ends.
        var none = sigset_t()
        sigemptyset(&none)
        posix_spawnattr_setsigmask(&attributes, &none)
        var standard = sigset_t()
        sigemptyset(&standard)
        sigaddset(&standard, SIGPIPE)
        posix_spawnattr_setsigdefault(&attributes, &standard)
        let newSession: Int32 = 0x80
        let flags = Int32(POSIX_SPAWN_SETSIGMASK) | Int32(POSIX_SPAWN_SETSIGDEF) | newSession
        posix_spawnattr_setflags(&attributes, Int16(flags))
        return withCStrings([path, "--user-mode"]) { arguments in
            posix_spawn(&pid, path, &actions, &attributes, arguments, environ)
        }
    }

    /// Texts as the array that a new program takes.
    private func withCStrings<Result>(
        _ texts: [String], _ body: ([UnsafeMutablePointer<CChar>?]) -> Result
    ) -> Result {
        let copies = texts.map { strdup($0) }
        defer { for copy in copies { free(copy) } }
        return body(copies + [nil])
    }
}
