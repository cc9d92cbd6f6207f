import Scenarios
import Testing

@testable import Access

@Suite struct AuditTests {
    private func at(_ seconds: Int64) -> Instant { Instant(nanoseconds: seconds * 1_000_000_000) }

    private func wrong(_ origin: String, _ seconds: Int64) -> AuditEntry {
        AuditEntry(.keyWrong, actor: nil, origin: origin, at: seconds * 1_000_000)
    }

    /// A gatherer that expectations may change.
    private final class Held {
        private var gatherer = RefusalGatherer()

        var count: Int { gatherer.count }
        var nextDue: Instant? { gatherer.nextDue }

        @discardableResult func add(
            _ entry: AuditEntry, of party: String? = nil, at now: Instant
        ) -> Bool {
            gatherer.add(entry, of: party ?? entry.origin, at: now)
        }

        func take(at now: Instant) -> [AuditEntry] { gatherer.take(at: now) }
        func takeAll() -> [AuditEntry] { gatherer.takeAll() }
    }

    @Test func `the first refusal is told soon, those like it together`() {
        let gatherer = Held()
        #expect(gatherer.add(wrong("a", 0), at: at(0)))
        #expect(gatherer.nextDue == at(1))
        #expect(gatherer.take(at: at(0)) == [])
        #expect(gatherer.take(at: at(1)).map(\.count) == [1])
        #expect(gatherer.nextDue == nil)
        for second in 2..<52 {
            let isNew = gatherer.add(wrong("a", Int64(second)), at: at(Int64(second)))
            #expect(isNew == (second == 2))
        }
        #expect(gatherer.take(at: at(60)) == [])
        let told = gatherer.take(at: at(61))
        #expect(told.map(\.count) == [50])
        #expect(told.map(\.microseconds) == [2_000_000])
        #expect(told.map(\.lastMicroseconds) == [51_000_000])
    }

    @Test func `ten thousand wrong keys are a handful of entries and none is lost`() {
        let gatherer = Held()
        var told: [AuditEntry] = []
        for number in 0..<10_000 {
            let now = Int64(number / 100)
            gatherer.add(wrong("a", now), at: at(now))
            told += gatherer.take(at: at(now))
        }
        told += gatherer.takeAll()
        #expect(told.map(\.count).reduce(0, +) == 10_000)
        #expect(told.count <= 4)
    }

    @Test func `kinds beyond the bound become one`() {
        let gatherer = Held()
        for number in 0..<5_000 { gatherer.add(wrong("\(number)", 0), at: at(0)) }
        #expect(gatherer.count == AccessLimits.gatheredMax + 1)
        let told = gatherer.take(at: at(1))
        #expect(told.map(\.count).reduce(0, +) == 5_000)
        #expect(told.first { $0.action == .others }?.count == 4_000)
        #expect(gatherer.add(wrong("later", 90), at: at(90)))
        #expect(gatherer.count == 1)
    }

    @Test func `one party does not hide the refusals of others`() {
        let gatherer = Held()
        for number in 0..<5_000 {
            let entry = AuditEntry(
                .notAllowed, actor: "ann", origin: "2001:db8::\(number)", subject: "GET /\(number)",
                at: 0)
            gatherer.add(entry, of: "2001:db8::", at: at(0))
        }
        gatherer.add(wrong("192.0.2.1", 0), at: at(0))
        #expect(gatherer.count == AccessLimits.gatheredOfPartyMax + 2)
        let told = gatherer.take(at: at(1))
        #expect(told.map(\.count).reduce(0, +) == 5_001)
        #expect(told.contains { $0.action == .keyWrong && $0.origin == "192.0.2.1" })
        let together = told.filter { $0.origin == "2001:db8::" && $0.actor == "ann" }
        #expect(together.map(\.count) == [5_000 - AccessLimits.gatheredOfPartyMax])
        #expect(together.first?.subject == nil)
        // What was quiet for a while counts no longer.
        #expect(gatherer.take(at: at(61)) == [])
        #expect(gatherer.count == 0)
        gatherer.add(
            AuditEntry(.notAllowed, actor: "ann", origin: "2001:db8::1", subject: "GET /", at: 0),
            of: "2001:db8::", at: at(90))
        #expect(gatherer.take(at: at(91)).map(\.subject) == ["GET /"])
    }

    @Test func `texts of an entry are bounded`() {
        let entry = AuditEntry(
            .notAllowed, actor: "ann", origin: "a", subject: String(repeating: "é", count: 5_000),
            at: 0)
        #expect(entry.subject?.utf8.count == AccessLimits.auditTextBytesMax)
    }

    @Test func `usage is one row for each key and day`() {
        var batch = UsageBatch()
        for (status, jobs) in [(200, 0), (201, 1), (403, 0), (429, 0)] {
            batch.count(KeyID(1), status: status, jobs: jobs, at: 5)
        }
        batch.count(KeyID(1), status: 500, jobs: 0, at: UsageDay.microseconds)
        let days = batch.take()
        #expect(days.map(\.day) == [0, 1])
        #expect(days[0].counts.requests == 4)
        #expect(days[0].counts.jobs == 1)
        #expect(days[0].counts.refused == 1)
        #expect(days[0].counts.limited == 1)
        #expect(days[0].counts.lastMicroseconds == 5)
        #expect(days[1].counts.failed == 1)
        #expect(batch.isEmpty)
    }
}
