import Jobs
import Scenarios
import Testing
import Wire

@Suite struct AttemptRecordReadingTests {
    static let deaths: [(String, CauseOfDeath)] = [
        ("exit", .exit(status: 3)),
        ("signal", .signal(11)),
        ("timeout", .timeout(after: .milliseconds(5250))),
        (
            "out-of-memory",
            .outOfMemory(limitBytes: 52_428_800, peakBytes: 52_428_800, kills: 2)
        ),
        ("out-of-memory-bare", .outOfMemory(limitBytes: nil, peakBytes: nil, kills: 1)),
        ("cancelled", .cancelled(by: "ann", StopCount(processes: 11, killed: 2, left: 0))),
        ("output-limit", .outputLimit(bytes: 1_048_576)),
        ("lost", .lost),
        ("host-restart", .hostRestart),
    ]

    @Test(arguments: deaths)
    func `a cause of death comes back from its record`(name: String, death: CauseOfDeath) throws {
        var attempt = Sample.attempt(.passed)
        attempt.death = death
        attempt.usage.processesPeak = 20
        attempt.usage.readBytes = 4096
        attempt.usage.writtenBytes = 8192
        attempt.usage.memoryKills = 2
        attempt.usage.processLimitHits = 3
        attempt.steps[2].failure = Sample.failure
        if case .cancelled(_, let count) = death { attempt.stopped = count }
        try expectFrozen(AttemptRecord.json(attempt, of: Sample.task), "attempt-death-" + name)
        try expectSame(attempt)
    }

    @Test func `chunks of the recording come back`() throws {
        let record = AttemptRecord.json(
            Sample.attempt(.passed), of: Sample.task, chunks: [(0, 5), (1200, 7)], droppedBytes: 9)
        let chunks = try AttemptRecord.chunks(ObjectReader(record, path: "$"))
        #expect(chunks.map(\.microseconds) == [0, 1200])
        #expect(chunks.map(\.bytes) == [5, 7])
    }

    private func expectSame(_ attempt: AttemptResult) throws {
        let text = AttemptRecord.json(attempt, of: Sample.task).text()
        let object = try ObjectReader(JSONValue.parse(text), path: "$")
        #expect(try AttemptRecord.result(object) == attempt)
    }
}
