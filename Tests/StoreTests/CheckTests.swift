import Jobs
import Testing

@testable import Store

@Suite struct CheckTests {
    private static let harms: [(sql: String, finding: String)] = [
        (
            "UPDATE events SET microseconds = 1 WHERE number = 5",
            "event 5: it happened before the event that came before it"
        ),
        ("DELETE FROM events WHERE number = 40", "job 2: its job was never accepted by an event"),
        (
            "INSERT INTO removals VALUES (2)",
            "job 2: its number is used by a job that was removed"
        ),
        ("UPDATE jobs SET state = 'asleep' WHERE id = 1", "job 1: its state is unknown"),
        (
            "UPDATE jobs SET finished = NULL WHERE id = 2",
            "job 2: its state and the time of its end contradict each other"
        ),
        (
            "UPDATE jobs SET state = 'failed', finished = 9 WHERE id = 1",
            "job 1: it is over, but not all of its tasks are"
        ),
        ("UPDATE jobs SET passed = 7 WHERE id = 2", "job 2: its counts are not those of its tasks"),
        ("DELETE FROM files WHERE id = 1", "file 0 of job 1: the text of its file is missing"),
        (
            "UPDATE tasks SET outcome = NULL WHERE job = 2",
            "task 2.1: its state, outcome and end contradict each other"
        ),
        ("UPDATE tasks SET file = 5 WHERE job = 2", "task 2.1: its file is not one of the job's"),
        (
            "DELETE FROM attempts WHERE number = 2",
            "task 1.1: the number of its attempts is not what was counted"
        ),
        (
            "UPDATE attempts SET ended = NULL, verdict = NULL WHERE job = 2",
            "task 2.1: it does not run, but an attempt of it does"
        ),
        (
            "UPDATE attempts SET verdict = NULL WHERE job = 2",
            "attempt 2.1.1: it ended without a verdict, or has one without an end"
        ),
        (
            "UPDATE attempts SET record = '{' WHERE job = 2",
            "attempt 2.1.1: its record is no JSON text"
        ),
        (
            "DELETE FROM jobs WHERE id = 2",
            "row 40 of events belongs to a row of jobs that is missing"
        ),
        (
            "UPDATE files SET text = 'command: rm' WHERE id = 2",
            "file 2: its text is not the one that was stored"
        ),
        (
            "UPDATE webhooks SET pending = 7 WHERE id = 1",
            "webhook 1: the number of its pending deliveries is not what was counted"
        ),
        (
            "UPDATE deliveries SET state = 'dead' WHERE number = 2",
            "delivery 2: its state and its times contradict each other"
        ),
        (
            "UPDATE webhooks SET active = FALSE WHERE id = 1",
            "delivery 2: its webhook is switched off"
        ),
    ]

    @Test func `a store that was never harmed has no findings`() throws {
        let place = try TemporaryStore()
        let store = try place.open()
        #expect(store.check() == [])
        try store.commit(SampleHistory.changes)
        #expect(store.check() == [])
    }

    @Test(arguments: harms.indices)
    func `each harm is found`(index: Int) throws {
        let harm = Self.harms[index]
        let place = try TemporaryStore()
        let store = try place.open()
        try store.commit(SampleHistory.changes + SampleWebhooks.changes)
        try store.close()
        try place.tamper(harm.sql)
        let findings = try place.open(.reading).check()
        #expect(findings.contains(harm.finding), "\(findings)")
    }
}
