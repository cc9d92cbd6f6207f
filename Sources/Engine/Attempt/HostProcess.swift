import CLaunch
import Glibc
import Playback
import Scenarios

/// A host command under way: its output so far and, in the end, its status.
final class HostProcess {
    /// Our end of its output, for poll(2); -1 when closed.
    private(set) var descriptor: Int32
    /// Names it to the launcher.
    let tag: UInt32
    /// When it must have ended.
    let deadline: Instant
    /// How it ended.
    var ending: Ending?
    private var output: [UInt8] = []

    /// Starts `command` in a directory with an environment.
    init(
        _ command: HostCommand, tag: UInt32, environment: [String], directory: String,
        deadline: Instant, launcher: Launcher, cgroup: Int32?
    ) throws(StartFailure) {
        self.tag = tag
        self.deadline = deadline
        var ends: [Int32] = [-1, -1]
        guard cevents_pipe(&ends) == 0 else { throw StartFailure("\(SystemError(errno))") }
        let null = open("/dev/null", O_RDONLY | O_CLOEXEC)
        descriptor = ends[0]
        defer {
            close(ends[1])
            close(null)
        }
        _ = fcntl(descriptor, F_SETFL, O_NONBLOCK)
        let words = command.command.words
        do {
            let path = try ProgramLookup.path(
                of: words[0], environment: environment, directory: directory)
            _ = try launcher.spawn(
                SpawnRequest(
                    tag: tag, path: path, arguments: words, environment: environment,
                    workingDirectory: directory,
                    streams: .descriptors(input: null, output: ends[1], error: ends[1]),
                    cgroup: cgroup))
        } catch {
            throw StartFailure("\(error)")
        }
    }

    deinit { if descriptor >= 0 { close(descriptor) } }

    /// Why a command could not be started.
    struct StartFailure: Error {
        let message: String
        init(_ message: String) { self.message = message }
    }

    /// Whether status and output are complete. A daemon left behind may hold the output open:
    /// the status is enough then.
    var isOver: Bool { ending != nil }

    /// The status, when it ended in time.
    var status: Int? {
        switch ending {
        case .exited(let code): code
        case .signalled(let number): 128 + number
        case .stopped, nil: nil
        }
    }

    /// What it printed, as text.
    var text: String { String(decoding: output, as: UTF8.self).trimmingNewlines }

    /// Takes what it printed.
    func drain() {
        guard descriptor >= 0 else { return }
        var buffer = [UInt8](repeating: 0, count: 16 << 10)
        while true {
            let count = read(descriptor, &buffer, buffer.count)
            if count > 0 {
                let room = EngineLimits.hostOutputBytesMax - output.count
                output += buffer[..<min(count, max(0, room))]
            } else if count == 0 || (errno != EAGAIN && errno != EINTR) {
                close(descriptor)
                descriptor = -1
                return
            } else if errno == EAGAIN {
                return
            }
        }
    }
}

extension Command {
    /// What to execute.
    var words: [String] {
        switch self {
        case .words(let words): words
        case .shell(let text): ["/bin/sh", "-c", text]
        case .session(let shell): ShellSession.words(shell: shell)
        }
    }
}

extension String {
    fileprivate var trimmingNewlines: String {
        var text = self[...]
        while text.last?.isNewline == true { text.removeLast() }
        return String(text)
    }
}
