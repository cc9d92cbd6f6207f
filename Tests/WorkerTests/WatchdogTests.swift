import Glibc
import Scenarios
import Testing

@testable import orchestro_worker

/// What keeps a worker that its account has stopped from keeping its slot.
@Suite struct WatchdogTests {
    private let start = Instant(nanoseconds: 1_000_000_000_000)

    @Test func `it is fed in time, and not more often`() {
        var deadlines = Deadlines(feedPause: .seconds(20))
        let due = [0, 19, 20, 21].map { deadlines.isFeedDue(at: start + .seconds($0)) }
        #expect(due == [true, false, true, false])
        #expect(deadlines.next == start + .seconds(40))
    }

    @Test func `an attempt that does not end after its stop is given up`() {
        var deadlines = Deadlines(feedPause: nil)
        #expect(deadlines.next == nil)
        deadlines.stopped(at: start)
        deadlines.stopped(at: start + .seconds(30))
        #expect(deadlines.next == start + WorkerTimes.stop)
        #expect(!deadlines.isOverdue(at: start + .seconds(59)))
        #expect(deadlines.isOverdue(at: start + .seconds(60)))
        deadlines.ended()
        #expect(!deadlines.isOverdue(at: start + .seconds(600)))
    }

    @Test func `the manager hears it`() throws {
        let name = "@orchestro-watchdog-test-\(getpid())"
        let listener = socket(AF_UNIX, Int32(SOCK_DGRAM.rawValue), 0)
        defer { close(listener) }
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        let bytes = [0] + Array(name.utf8.dropFirst())
        withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: bytes) }
        let size = socklen_t(MemoryLayout<sa_family_t>.size + bytes.count)
        let isBound = withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                bind(listener, $0, size) == 0
            }
        }
        try #require(isBound)
        let values = ["NOTIFY_SOCKET": name, "WATCHDOG_USEC": "60000000", "WATCHDOG_PID": "7"]
        #expect(Watchdog(values, processID: 8) == nil)
        let watchdog = try #require(Watchdog(values, processID: 7))
        #expect(watchdog.pause == .seconds(20))
        watchdog.feed()
        var said = [UInt8](repeating: 0, count: 64)
        let count = recv(listener, &said, said.count, 0)
        #expect(String(decoding: said.prefix(max(count, 0)), as: UTF8.self) == "WATCHDOG=1")
        #expect(Watchdog([:], processID: 7) == nil)
    }
}
