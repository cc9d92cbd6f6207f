import Glibc
import Scenarios

/// Tells the service manager that the worker still lives. A worker that its own account has
/// stopped (`kill -STOP`) says nothing, and is replaced with all that it started.
///
/// The socket is connected while the worker is root; the manager goes by the process that sends,
/// which stays the same.
struct Watchdog {
    /// How often it is fed.
    let pause: Duration
    private let descriptor: Int32

    /// The variables by which a manager says that it waits.
    private static let names = ["NOTIFY_SOCKET", "WATCHDOG_USEC", "WATCHDOG_PID"]

    /// The manager of this process; nil: nobody waits. The variables are removed.
    static func take() -> Watchdog? {
        var values: [String: String] = [:]
        for name in names {
            if let value = getenv(name) { values[name] = String(cString: value) }
            unsetenv(name)
        }
        return Watchdog(values, processID: getpid())
    }

    /// What these variables ask for.
    init?(_ values: [String: String], processID: pid_t) {
        guard let path = values["NOTIFY_SOCKET"],
            let microseconds = values["WATCHDOG_USEC"].flatMap({ Int64($0) }), microseconds > 0,
            values["WATCHDOG_PID"].map({ $0 == String(processID) }) ?? true,
            let descriptor = Self.connected(path)
        else { return nil }
        self.descriptor = descriptor
        pause = .microseconds(microseconds / 3)
    }

    /// It lives. A manager that does not take it now hears it next time.
    func feed() {
        let text: StaticString = "WATCHDOG=1"
        _ = send(
            descriptor, text.utf8Start, text.utf8CodeUnitCount,
            Int32(MSG_DONTWAIT | MSG_NOSIGNAL))
    }

    private static func connected(_ path: String) -> Int32? {
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        var bytes = Array(path.utf8)
        guard let first = bytes.first, bytes.count < MemoryLayout.size(ofValue: address.sun_path)
        else { return nil }
        // A name that begins with `@` is in no directory.
        let isAbstract = first == UInt8(ascii: "@")
        if isAbstract { bytes[0] = 0 }
        withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: bytes) }
        let size = MemoryLayout<sa_family_t>.size + bytes.count + (isAbstract ? 0 : 1)
        let kind = Int32(SOCK_DGRAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue)
        let descriptor = socket(AF_UNIX, kind, 0)
        guard descriptor >= 0 else { return nil }
        let result = withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                connect(descriptor, $0, socklen_t(size))
            }
        }
        guard result == 0 else {
            close(descriptor)
            return nil
        }
        return descriptor
    }
}

/// What the main thread has to do at a time: feed the watchdog, and give up on an attempt that does
/// not end after it was stopped. Its launcher may be stopped, which a worker cannot undo.
struct Deadlines {
    private let feedPause: Duration?
    private var fedAt: Instant?
    private var stoppedAt: Instant?

    /// With a watchdog that wants to be fed that often.
    init(feedPause: Duration?) { self.feedPause = feedPause }

    /// The running attempt was told to stop.
    mutating func stopped(at now: Instant) { stoppedAt = stoppedAt ?? now }

    /// Nothing runs any more.
    mutating func ended() { stoppedAt = nil }

    /// Whether the watchdog is to be fed now; it counts as fed then.
    mutating func isFeedDue(at now: Instant) -> Bool {
        guard let feedPause, fedAt.map({ $0 + feedPause <= now }) ?? true else { return false }
        fedAt = now
        return true
    }

    /// Whether the attempt should have ended by now.
    func isOverdue(at now: Instant) -> Bool {
        stoppedAt.map { $0 + WorkerTimes.stop <= now } ?? false
    }

    /// When to look again; nil: nothing is due by itself.
    var next: Instant? {
        let feedAt = feedPause.flatMap { pause in fedAt.map { $0 + pause } }
        return [feedAt, stoppedAt.map { $0 + WorkerTimes.stop }].compactMap { $0 }.min()
    }
}
