import Glibc
import Scenarios

/// The daemon's clock: nanoseconds since 1970-01-01 UTC that never go back. It starts at the wall
/// clock, or at the last stored event when that is later, and then only counts what passes.
struct DaemonClock: Sendable {
    private let base: Int64

    /// A clock that does not start before that time, in microseconds since 1970-01-01 UTC.
    init(notBefore microseconds: Int64) {
        let wall = max(Self.read(CLOCK_REALTIME), microseconds.saturatingNanoseconds)
        base = wall - Self.read(CLOCK_MONOTONIC)
    }

    /// Now.
    var now: Instant { Instant(nanoseconds: base + Self.read(CLOCK_MONOTONIC)) }

    private static func read(_ clock: clockid_t) -> Int64 {
        var time = timespec()
        clock_gettime(clock, &time)
        return Int64(time.tv_sec) * 1_000_000_000 + Int64(time.tv_nsec)
    }
}

extension Int64 {
    /// Microseconds as nanoseconds; saturates.
    var saturatingNanoseconds: Int64 {
        let (product, over) = multipliedReportingOverflow(by: 1_000)
        return over ? .max / 2 : product
    }
}

extension Instant {
    /// Whole microseconds since 1970-01-01 UTC.
    var wallMicroseconds: Int64 { nanoseconds / 1_000 }
}
