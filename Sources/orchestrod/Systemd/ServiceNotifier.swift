import CSystemd
import Glibc

/// Tells the service manager how the daemon is; says nothing where there is none.
struct ServiceNotifier: Sendable {
    /// Whether somebody listens, and so keeps descriptors for the next process too.
    let isHeard: Bool
    /// How often the watchdog wants to be fed; nil: there is none.
    let watchdog: Duration?

    /// The manager of this process; call before ``PassedDescriptors/take()`` removes variables.
    init() {
        isHeard = getenv("NOTIFY_SOCKET") != nil
        var microseconds: UInt64 = 0
        let isWatched = sd_watchdog_enabled(0, &microseconds) > 0 && microseconds > 0
        // Half of the time that the manager waits, as sd_watchdog_enabled(3) advises.
        watchdog = isWatched ? .microseconds(Int64(min(microseconds, 1 << 40) / 2)) : nil
    }

    func ready(_ status: String) { send("READY=1\nSTATUS=\(line(status))") }

    func status(_ text: String) { send("STATUS=\(line(text))") }

    func reloading() {
        var now = timespec()
        clock_gettime(CLOCK_MONOTONIC, &now)
        let microseconds = now.tv_sec * 1_000_000 + now.tv_nsec / 1000
        send("RELOADING=1\nMONOTONIC_USEC=\(microseconds)")
    }

    func stopping(_ status: String) { send("STOPPING=1\nSTATUS=\(line(status))") }

    func fedWatchdog() { send("WATCHDOG=1") }

    /// The longest time that the manager is waited for, in microseconds.
    private static let barrierMicroseconds: UInt64 = 500_000

    /// The manager keeps the descriptor for the next process, under that name; it has it when this
    /// returns, unless it is very slow.
    func keep(_ descriptor: Int32, name: String) {
        guard isHeard else { return }
        var descriptor = descriptor
        // Whether it was taken shows at the next start; there is nothing to do about it now.
        sd_pid_notify_with_fds(0, 0, "FDSTORE=1\nFDPOLL=0\nFDNAME=\(name)", &descriptor, 1)
        sd_notify_barrier(0, Self.barrierMicroseconds)
    }

    /// The manager forgets what it keeps under that name.
    func forget(name: String) { send("FDSTOREREMOVE=1\nFDNAME=\(name)") }

    private func send(_ text: String) {
        guard isHeard else { return }
        // A manager that does not listen is no reason to stop serving.
        sd_notify(0, text)
    }

    private func line(_ text: String) -> String { text.replacing("\n", with: " ") }
}
