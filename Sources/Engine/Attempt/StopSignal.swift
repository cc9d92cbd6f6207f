import CLaunch
import Glibc
import Synchronization

/// Tells every attempt of a run to stop. Made once, asked by many threads.
public final class StopSignal: Sendable {
    /// Readable once a stop was asked for; for poll(2).
    let descriptor: Int32
    private let reason = Mutex<String?>(nil)
    private let urgent = Atomic<Bool>(false)
    private let interruption = Atomic<Bool>(false)

    /// A signal that nobody has given yet.
    public init() {
        // A failed eventfd gives -1, which poll(2) skips: stopping would only be noticed between
        // two events. It fails only when the process has no descriptors left.
        descriptor = cevents_open()
    }

    deinit { close(descriptor) }

    /// Asks to stop; a second call asks to skip the polite part.
    public func request(by whom: String) {
        let isSecond = reason.withLock { reason in
            defer { reason = reason ?? whom }
            return reason != nil
        }
        if isSecond { urgent.store(true, ordering: .relaxed) }
        cevents_signal(descriptor)
    }

    /// Asks to stop because the service or the machine stops: nobody cancelled anything.
    public func interrupt() {
        interruption.store(true, ordering: .releasing)
        if requestedBy == nil { request(by: "a stop of the service") }
    }

    /// The attempt was stopped for a reason that is not its own.
    public var isInterruption: Bool { interruption.load(ordering: .acquiring) }

    /// Who asked, if anybody did.
    public var requestedBy: String? { reason.withLock { $0 } }

    /// Processes are killed without being asked to end.
    public var isUrgent: Bool { urgent.load(ordering: .relaxed) }
}
