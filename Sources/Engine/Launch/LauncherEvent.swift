import CLaunch
import Jobs
import Scenarios

/// What the launcher says about a program it started.
public enum LauncherEvent: Hashable, Sendable {
    /// A signal stopped it; it is alive and does nothing.
    case stopped(tag: UInt32, signal: Int32)
    /// It goes on after a stop.
    case continued(tag: UInt32)
    /// It is over. What it left running is not.
    case ended(tag: UInt32, Ending, Usage)

    init?(_ event: claunch_event) {
        switch claunch_event_kind(event.kind) {
        case CLAUNCH_STOPPED: self = .stopped(tag: event.tag, signal: event.value)
        case CLAUNCH_CONTINUED: self = .continued(tag: event.tag)
        case CLAUNCH_ENDED:
            self = .ended(tag: event.tag, Ending(waitStatus: event.value), Usage(event))
        default: return nil
        }
    }
}

extension Ending {
    /// From the status wait(2) gives for a process that is over.
    init(waitStatus status: Int32) {
        let signal = status & 0x7f
        self = signal == 0 ? .exited(Int((status >> 8) & 0xff)) : .signalled(Int(signal))
    }
}

extension Usage {
    fileprivate init(_ event: claunch_event) {
        self.init()
        user = .microseconds(Int64(clamping: event.user_microseconds))
        system = .microseconds(Int64(clamping: event.system_microseconds))
        peakMemoryBytes = Int(clamping: event.peak_memory_bytes)
    }
}
