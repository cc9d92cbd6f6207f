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
    /// Nobody answers at the socket; the system's error number, 0 when unknown.
    case unreachable(socket: String, errorNumber: Int32)
    /// Nothing came for too long.
    case silent(seconds: Int)
    /// The connection ended in the middle.
    case broken(String)
    /// The daemon says why not.
    case refused(Problem)
    /// The answer has another shape than this version expects.
    case garbled(String)
    /// The answer is larger than what is kept.
    case tooLarge
    /// A signal came.
    case interrupted

    /// Whether it is what a restart of the daemon looks like: it went away in the middle.
    var isOfRestart: Bool {
        switch self {
        case .broken: true
        case .refused(let problem): problem.kind == .unavailable
        default: false
        }
    }

    /// The status to end with.
    var exitStatus: ExitStatus {
        switch self {
        case .badSocketPath: .usage
        case .badKeyFile: .notAllowed
        case .noLibrary, .unreachable, .silent, .broken, .garbled, .tooLarge: .unable
        case .refused(let problem): Self.exitStatus(problem)
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
        case .badKeyFile(let path, let why): ["error: the key file \(path) is refused: \(why)"]
        case .noLibrary(let reason):
            ["error: libcurl cannot be loaded: \(reason)", "hint: apt-get install libcurl4"]
        case .unreachable(let socket, let number): Self.unreachable(socket, number)
        case .silent(let seconds):
            [
                "error: the daemon said nothing for \(seconds) s",
                "hint: systemctl status orchestrod.service",
            ]
        case .broken(let reason):
            [
                "error: the connection to the daemon broke: \(reason)",
                "hint: journalctl -u orchestrod.service tells what happened to it",
            ]
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

    private static func unreachable(_ socket: String, _ number: Int32) -> [String] {
        let reason = number == 0 ? "no answer" : String(cString: strerror(number))
        let first = "error: the daemon cannot be reached at \(socket): \(reason)"
        guard socket == SocketOptions.standardPath else {
            return [first, "hint: the path came from --socket or ORCHESTRO_SOCKET; is it right?"]
        }
        return [
            first,
            "hint: is orchestrod.socket active? systemctl status orchestrod.socket; start it with"
                + " systemctl start orchestrod.socket",
        ]
    }

    private static func exitStatus(_ problem: Problem) -> ExitStatus {
        switch problem.kind {
        case .invalidRequest, .notFound, .conflict, .tooLarge, .invalidScenario: .usage
        case .unauthenticated, .notAllowed, .limitReached: .notAllowed
        case .methodNotAllowed, .internalError, .unavailable, .storageFull: .unable
        case .other: (400..<500).contains(problem.status) ? .usage : .unable
        }
    }
}
