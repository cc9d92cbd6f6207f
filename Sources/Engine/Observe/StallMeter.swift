import Glibc
import Scenarios

/// How long an attempt could not run since a mark because the processors were busy.
///
/// With a cgroup of its own the attempt's pressure is exact. The system's pressure also counts
/// the stalls of others, so it is believed only as far as the attempt itself was held up: fully
/// while one of its processes is ready to run or was born since the mark (what has already ended
/// can no longer be asked), else up to the time its processes have waited for a processor.
final class StallMeter {
    private let pressure: CPUPressure?
    private let isOwn: Bool
    private let root: Int32
    private var base: Duration = .zero

    /// A meter of everything below the launcher. `isOwn`: the pressure is the attempt's own.
    init(pressure: CPUPressure?, isOwn: Bool, launcher: Launcher) {
        self.pressure = pressure
        self.isOwn = isOwn
        root = launcher.processID
    }

    /// Counts from now.
    func mark() { base = total }

    /// Pressure since some moment of old, whoever it was that stalled.
    var total: Duration { pressure?.stalled() ?? .zero }

    /// The stall time since the mark.
    func stalled() -> Duration {
        let general = total - base
        guard general > .zero, !isOwn else { return general }
        var waited = Duration.zero
        for process in ProcessTree.statuses(below: root) {
            if process.entry.state == "R" || process.reapedTicks > 0 { return general }
            for thread in ProcessTree.threads(of: process.entry.processID) {
                waited += Self.runDelay(of: thread, in: process.entry.processID)
            }
        }
        return min(general, waited)
    }

    /// Time a thread was ready and had no processor, from /proc/PID/task/TID/schedstat.
    private static func runDelay(of thread: Int32, in process: Int32) -> Duration {
        // A thread that has ended meanwhile has nothing to tell.
        guard
            let bytes = try? readFile(
                "/proc/\(process)/task/\(thread)/schedstat", limitBytes: 128)
        else { return .zero }
        let fields = bytes.split(separator: UInt8(ascii: " "))
        guard fields.count >= 2, let delay = Int64(String(decoding: fields[1], as: UTF8.self))
        else { return .zero }
        return .nanoseconds(delay)
    }
}
