import CLaunch
import Glibc

/// Why a program did not start, or why the launcher cannot be used.
public enum LaunchFailure: Error, Hashable, Sendable, CustomStringConvertible {
    /// The step between request and running program that failed.
    public enum Stage: String, Hashable, Sendable {
        case request = "pass on the request"
        case clone = "make a process"
        case cgroup = "enter its cgroup"
        case session = "begin a session"
        case terminal = "take its terminal"
        case streams = "connect its streams"
        case exec = "execute it"
    }

    /// There is no such file.
    case notFound(path: String)
    /// The file may not be executed, or a directory on the way not be entered.
    case permissionDenied(path: String)
    /// The file is neither a binary of this machine nor begins with `#!`.
    case notExecutableFormat(path: String)
    /// The program named in the `#!` line, or the loader of a binary, is missing.
    case interpreterMissing(path: String, interpreter: String?)
    /// The working directory cannot be entered.
    case workingDirectory(path: String, SystemError)
    /// Arguments and environment are larger than the launcher or the kernel takes.
    case textTooLarge
    /// A NUL in the path, an argument, the environment or the directory.
    case containsNUL(text: String)
    /// Something else of the system failed.
    case system(Stage, path: String, SystemError)
    /// The launcher process could not be made.
    case noLauncher(SystemError)
    /// The launcher process ended; everything it started has been orphaned or killed.
    case launcherGone

    /// What happened, in a fragment that fits behind "failed to start …: ".
    public var description: String {
        switch self {
        case .notFound(let path): "\(path): not found"
        case .permissionDenied(let path): "\(path): permission denied"
        case .notExecutableFormat(let path):
            "\(path): not an executable format: add a #! line, or build it for this machine"
        case .interpreterMissing(let path, let interpreter?):
            "\(path): its interpreter \(interpreter) was not found"
        case .interpreterMissing(let path, nil): "\(path): its interpreter or loader was not found"
        case .workingDirectory(let path, let error): "working directory \(path): \(error)"
        case .textTooLarge: "arguments and environment are too large for the system"
        case .containsNUL(let text): "\(text.debugDescription) contains a NUL character"
        case .system(let stage, let path, let error):
            "\(path): failed to \(stage.rawValue): \(error)"
        case .noLauncher(let error): "failed to make the launcher process: \(error)"
        case .launcherGone: "the launcher process is gone"
        }
    }
}

extension LaunchFailure {
    /// From the launcher's answer.
    init(_ event: claunch_event, request: SpawnRequest) {
        let path = request.path
        let error = SystemError(event.value)
        switch claunch_stage(event.stage) {
        case CLAUNCH_STAGE_DIRECTORY:
            self = .workingDirectory(path: request.workingDirectory ?? ".", error)
        case CLAUNCH_STAGE_EXEC: self = Self.executing(path, error)
        case CLAUNCH_STAGE_REQUEST where error.number == E2BIG: self = .textTooLarge
        case CLAUNCH_STAGE_CLONE: self = .system(.clone, path: path, error)
        case CLAUNCH_STAGE_CGROUP: self = .system(.cgroup, path: path, error)
        case CLAUNCH_STAGE_SESSION: self = .system(.session, path: path, error)
        case CLAUNCH_STAGE_TERMINAL: self = .system(.terminal, path: path, error)
        case CLAUNCH_STAGE_STREAMS: self = .system(.streams, path: path, error)
        default: self = .system(.request, path: path, error)
        }
    }

    private static func executing(_ path: String, _ error: SystemError) -> LaunchFailure {
        switch error.number {
        case ENOENT where access(path, F_OK) == 0:
            .interpreterMissing(path: path, interpreter: interpreter(of: path))
        case ENOENT, ENOTDIR: .notFound(path: path)
        case EACCES, EPERM: .permissionDenied(path: path)
        case ENOEXEC: .notExecutableFormat(path: path)
        case E2BIG: .textTooLarge
        default: .system(.exec, path: path, error)
        }
    }

    /// The program that the first line names; nil when the file does not begin with `#!`.
    private static func interpreter(of path: String) -> String? {
        // Only to word a message: a file that cannot be read names no interpreter.
        guard let head = try? readFile(path, limitBytes: 256) else { return nil }
        guard head.starts(with: "#!".utf8) else { return nil }
        let line = head.dropFirst(2).prefix { $0 != UInt8(ascii: "\n") }
        let word = line.drop { $0 == UInt8(ascii: " ") }
            .prefix { $0 != UInt8(ascii: " ") && $0 != UInt8(ascii: "\t") }
        return String(decoding: word, as: UTF8.self)
    }
}
