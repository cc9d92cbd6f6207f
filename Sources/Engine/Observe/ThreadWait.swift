import CLaunch
import Glibc

/// What a blocked thread waits for, as far as it matters for input.
enum ThreadWait: Equatable {
    /// Input of the terminal; a limit of nil means without end.
    case terminal(limit: Duration?)
    /// A child of its process.
    case child
    /// Another process of the tree, through an unnamed pipe.
    case pipe
    /// Another thread, or a signal; a limit of nil means without end.
    case thread(limit: Duration?)
    /// Time, a file, the network or anything else.
    case other
}

/// Says what calls wait for, given the terminal that matters.
struct WaitClassifier {
    let terminal: PseudoTerminal.Identity

    /// Descriptors of one call that are looked at; more makes the wait an unknown one.
    static let descriptorsMax = 1024

    /// What this call waits for.
    func wait(of call: ThreadCall, controllingTerminal: Int32) -> ThreadWait {
        let isTerminal = { (descriptor: Int32) in
            self.isTerminal(descriptor, of: call.processID, controlling: controllingTerminal)
        }
        switch call.number {
        case CSYSTEM_READ, CSYSTEM_READV:
            if isTerminal(call.integer(0)) { return .terminal(limit: nil) }
            return isPipe(call.integer(0), of: call.processID) ? .pipe : .other
        case CSYSTEM_WRITE:
            return isPipe(call.integer(0), of: call.processID) ? .pipe : .other
        case CSYSTEM_WAIT4: return call.integer(2) & WNOHANG == 0 ? .child : .other
        case CSYSTEM_WAITID: return call.integer(3) & WNOHANG == 0 ? .child : .other
        case CSYSTEM_SIGSUSPEND, CSYSTEM_PAUSE: return .thread(limit: nil)
        case CSYSTEM_SIGTIMEDWAIT: return .thread(limit: call.time(at: 2))
        case CSYSTEM_FUTEX: return futex(call)
        case CSYSTEM_CLOCK_NANOSLEEP: return .thread(limit: call.time(at: 2) ?? .zero)
        case CSYSTEM_NANOSLEEP: return .thread(limit: call.time(at: 0) ?? .zero)
        default:
            guard let poll = PollCall(call) else { return .other }
            return poll.inputs.contains(where: isTerminal) ? .terminal(limit: poll.limit) : .other
        }
    }

    /// FUTEX_WAIT and FUTEX_WAIT_BITSET; the latter's limit is a moment, so its length is unknown.
    private func futex(_ call: ThreadCall) -> ThreadWait {
        switch call.integer(1) & 0x7f {
        case 0: .thread(limit: call.time(at: 3))
        case 9: .thread(limit: call.arguments[3] == 0 ? nil : .zero)
        default: .other
        }
    }

    private func isTerminal(
        _ descriptor: Int32, of processID: Int32, controlling: Int32
    ) -> Bool {
        var status = stat()
        guard stat("/proc/\(processID)/fd/\(descriptor)", &status) == 0 else { return false }
        guard status.st_mode & S_IFMT == S_IFCHR else { return false }
        // /dev/tty stands for whatever controls the process; the kernel prints that number.
        let devTTY: UInt = 5 << 8
        if status.st_rdev == devTTY {
            return controlling == Int32(truncatingIfNeeded: terminal.device)
        }
        return status.st_rdev == terminal.device && status.st_dev == terminal.fileSystem
    }

    private func isPipe(_ descriptor: Int32, of processID: Int32) -> Bool {
        var target = [CChar](repeating: 0, count: 16)
        let size = readlink("/proc/\(processID)/fd/\(descriptor)", &target, target.count)
        return size > 5 && target.starts(with: "pipe:".utf8CString.dropLast())
    }
}
