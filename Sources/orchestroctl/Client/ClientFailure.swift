import Glibc
import Scenarios
import Wire

/// Why the daemon did not do what it was asked; each has its text and its exit status.
enum ClientFailure: Error {
    /// The path cannot be a socket's.
    case badSocketPath(String)
    /// The key's file is not to be used, and why.
    case badKeyFile(String, String)
    /// libcurl cannot be loaded.
    case noLibrary(String)
    /// A file of TLS cannot be used: which and why, or what libcurl says.
    case badFile(String)
    /// Nobody answers there.
    case unreachable(Connection, reason: String)
    /// Whoever answers there cannot show that it is the daemon.
    case untrusted(Connection, Distrust)
    /// Whoever answers there does not speak TLS, or not with us; what libcurl says.
    case notGreeted(Connection, String)
    /// What to send cannot be put together.
    case unsendable(String, hint: String)
    /// There is no room here for what is to be sent.
    case noRoom(String)
    /// Nothing came for too long.
    case silent(seconds: Int)
    /// The connection ended in the middle.
    case broken(Connection, String)
    /// A job was submitted and no answer came, for this reason: it may be there. With this key it
    /// can be submitted again without making two jobs.
    indirect case uncertain(idempotencyKey: String, ClientFailure)
    /// The daemon says why not.
    case refused(Problem)
    /// The daemon does not take the key of that file.
    case badKey(String, Problem)
    /// The answer has another shape than this version expects.
    case garbled(String)
    /// The answer is larger than what is kept.
    case tooLarge
    /// A signal came; the daemon may have read something of the request then.
    case interrupted(hasSent: Bool)

    /// Whether the daemon may have done what it was asked, without having said so.
    var leavesOpen: Bool {
        switch self {
        case .silent, .broken, .garbled, .tooLarge, .uncertain: true
        case .interrupted(let hasSent): hasSent
        // What stands before the daemon gave up waiting for it (RFC 9110, 15.6.3 and 15.6.5).
        case .refused(let problem): problem.kind == .other && [502, 504].contains(problem.status)
        case .badSocketPath, .badKeyFile, .badKey, .noLibrary, .badFile, .unreachable, .untrusted,
            .notGreeted, .unsendable, .noRoom:
            false
        }
    }

    /// Whether it is what a restart of the daemon looks like: it went away in the middle.
    var isOfRestart: Bool {
        switch self {
        case .broken: true
        case .refused(let problem): problem.kind == .unavailable
        default: false
        }
    }

    /// Whether nobody is there, as for a while in a restart without a service manager.
    var isOfAbsence: Bool { if case .unreachable = self { true } else { false } }

    /// The status to end with.
    var exitStatus: ExitStatus {
        switch self {
        case .badSocketPath, .badFile, .unsendable: .usage
        case .badKeyFile, .badKey: .notAllowed
        case .noLibrary, .unreachable, .untrusted, .notGreeted, .noRoom, .silent, .broken,
            .garbled, .tooLarge:
            .unable
        case .refused(let problem): Self.exitStatus(problem)
        case .uncertain(_, let failure): failure.exitStatus
        case .interrupted: .interrupted
        }
    }

    /// What happened and what to do, as lines; none when there is nothing to say.
    var lines: [String] {
        switch self {
        case .badSocketPath(let path):
            [
                "error: `\(path)` cannot be the path of a socket: it has"
                    + " \(path.utf8.count) bytes, at most \(ClientLimits.socketPathBytesMax) fit"
            ]
        case .badKeyFile(let path, let why):
            ["error: the key file \(path) is refused: \(why)"] + KeyFile.hint
        case .noLibrary(let reason):
            ["error: libcurl cannot be loaded: \(reason)", "hint: apt-get install libcurl4"]
        case .badFile(let reason):
            [
                "error: a file of TLS cannot be used: \(reason)",
                "hint: it must be PEM; a certificate begins with -----BEGIN CERTIFICATE-----",
            ]
        case .unreachable(let connection, let reason): Self.unreachable(connection, reason)
        case .untrusted(let connection, let distrust): distrust.lines(connection)
        case .notGreeted(let connection, let reason): Self.notGreeted(connection, reason)
        case .unsendable(let reason, let hint): ["error: \(reason)", "hint: \(hint)"]
        case .noRoom(let reason):
            ["error: the upload cannot be put together: \(reason)", Self.otherPlaceHint]
        case .silent(let seconds):
            [
                "error: the daemon said nothing for \(seconds) s",
                "hint: systemctl status orchestrod.service",
            ]
        case .broken(let connection, let reason): Self.broken(connection, reason)
        case .uncertain(let key, let failure):
            (failure.lines.isEmpty ? ["interrupted before the daemon answered"] : failure.lines) + [
                "hint: whether the job was made is not known; orchestroctl list tells, and the"
                    + " same submit with --idempotency-key \(key) makes no second one"
            ]
        case .badKey(let path, let problem):
            ["error: the key in \(path) is refused: \(problem.detail)"] + KeyFile.refusedHint
        case .refused(let problem) where problem.kind == .unauthenticated:
            ["error: \(problem.detail)"] + KeyFile.hint
        case .refused(let problem): ["error: \(problem.detail)"]
        case .garbled(let what):
            [
                "error: the daemon's answer is not understood: \(what)",
                "hint: orchestroctl and orchestrod should be of the same version",
            ]
        case .tooLarge:
            ["error: the answer has more than \(ClientLimits.answerBytesMax) bytes"]
        case .interrupted: []
        }
    }

    private static let otherPlaceHint =
        "hint: it is kept in TMPDIR, else in /tmp, until it is sent; name a place with room"

    private static func unreachable(_ connection: Connection, _ reason: String) -> [String] {
        let first = "error: the daemon cannot be reached at \(connection.place): \(reason)"
        switch (connection.choice, connection.place) {
        case (.context(let name), _):
            return [
                first,
                "hint: the address is that of the context \(name); is it right, and does the daemon"
                    + " run?",
            ]
        case (_, .server):
            return [
                first,
                "hint: there, systemctl status orchestrod-tls.socket tells whether it listens;"
                    + " do a name server and a firewall know of it?",
            ]
        case (.setting, _):
            return [
                first,
                "hint: the path came from --socket or ORCHESTRO_SOCKET; is it right, and does the"
                    + " daemon run?",
            ]
        case (.nobody, _):
            return [
                first,
                "hint: is orchestrod.socket active? systemctl status orchestrod.socket; start it"
                    + " with systemctl start orchestrod.socket",
            ]
        }
    }

    private static func broken(_ connection: Connection, _ reason: String) -> [String] {
        let first = "error: the connection to the daemon broke: \(reason)"
        if case .server(let address) = connection.place, !address.isTLS {
            return [
                first,
                "hint: does TLS answer there? Then it is https://\(address.host):\(address.port)",
            ]
        }
        return [
            first,
            "hint: journalctl -u orchestrod.service, on its machine, tells what happened to it",
        ]
    }

    private static func notGreeted(_ connection: Connection, _ reason: String) -> [String] {
        let isOtherProtocol = ["wrong version number", "packet length", "unknown protocol"]
            .contains { reason.contains($0) }
        guard isOtherProtocol else {
            return [
                "error: \(connection.place) and orchestroctl do not agree on TLS: \(reason)",
                "hint: a daemon that wants certificates of its clients is given one by"
                    + " --client-certificate and --client-key",
            ]
        }
        return [
            "error: what answers at \(connection.place) does not speak TLS: \(reason)",
            "hint: is the port right? orchestrod listens on \(ServerAddress.standardPort) unless"
                + " it was told otherwise",
        ]
    }

    private static func exitStatus(_ problem: Problem) -> ExitStatus {
        switch problem.kind {
        case .invalidRequest, .notFound, .conflict, .preconditionFailed, .tooLarge,
            .invalidScenario:
            .usage
        case .unauthenticated, .notAllowed, .limitReached: .notAllowed
        case .methodNotAllowed, .requestTimeout, .unsupportedMedia, .upgradeRequired,
            .internalError, .unavailable, .storageFull:
            .unable
        case .other: (400..<500).contains(problem.status) ? .usage : .unable
        }
    }
}
