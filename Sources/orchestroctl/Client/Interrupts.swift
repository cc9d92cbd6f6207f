import CLaunch
import Glibc

/// Hears SIGINT, SIGTERM and SIGHUP instead of dying of them.
final class Interrupts {
    /// Readable when a signal came.
    let descriptor: Int32

    init() { descriptor = cevents_signals() }

    deinit { close(descriptor) }

    /// Whether one came since the last look.
    func take() -> Bool {
        var hasCome = false
        while cevents_take_signal(descriptor) != 0 { hasCome = true }
        return hasCome
    }

    /// Waits for at most so long; tells whether a signal came.
    func wait(milliseconds: Int) -> Bool {
        var polled = [pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)]
        cevents_poll(&polled, polled.count, Int64(milliseconds) * 1_000_000)
        return take()
    }
}
