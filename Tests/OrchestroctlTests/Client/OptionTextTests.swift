import Jobs
import Scenarios
import Testing
import Wire

@testable import orchestroctl

/// What people write for deadlines, limits and jobs.
@Suite struct OptionTextTests {
    static let now: Int64 = 1_000_000_000_000_000

    static let deadlines: [(String, Int64?)] = [
        ("90s", now + 90_000_000), ("2h", now + 7_200_000_000), ("1h30m", now + 5_400_000_000),
        ("1d12h", now + 129_600_000_000), ("2001-09-09T01:46:41Z", now + 1_000_000),
        ("0s", nil), ("", nil), ("2", nil), ("h", nil), ("2h1h", nil), ("30m1h", nil), ("-2h", nil),
        ("2 h", nil), ("999999999d", nil), ("367d", nil), ("٢h", nil), ("tomorrow", nil),
    ]

    @Test(arguments: deadlines) func `deadlines are read`(text: String, moment: Int64?) {
        #expect(DeadlineText.microseconds(text, now: Self.now) == moment)
    }

    @Test func `limits may be joined and repeated`() throws {
        let limits = try LimitsText.read(["memory=512M,cpus=1.5", "processes=64", "output=1kB"])
            .get()
        #expect(limits.memoryBytes == 512 << 20)
        #expect(limits.cpus == 1.5)
        #expect(limits.processesCount == 64)
        #expect(limits.outputBytes == 1000)
        #expect(try LimitsText.read([]).get().memoryBytes == nil)
    }

    static let mistakes = [
        ("memory", "`memory` has no `=`, as in memory=512M"),
        ("memory=lots", "memory takes a size such as 512M or 1GiB, not `lots`"),
        ("output=0", "output takes a size such as 512M or 1GiB, not `0`"),
        ("cpus=-1", "cpus takes a number above 0, not `-1`"),
        ("cpus=inf", "cpus takes a number above 0, not `inf`"),
        ("processes=1.5", "processes takes a whole number from 1, not `1.5`"),
        ("disk=1G", "`disk` is none of memory, cpus, processes and output"),
        ("cpus=1,", "`` has no `=`, as in memory=512M"),
    ]

    @Test(arguments: mistakes) func `a wrong limit is explained`(text: String, message: String) {
        #expect(throws: LimitsText.Mistake(message: message)) { try LimitsText.read([text]).get() }
    }

    static let references: [(String, JobID?, Int?)] = [
        ("42", JobID(42), nil), ("42.3", JobID(42), 2), ("42/3", JobID(42), 2), ("0", nil, nil),
        ("42.0", nil, nil), ("42.3.1", nil, nil), ("42/3/1", nil, nil), ("x", nil, nil),
        ("", nil, nil), ("042", nil, nil), ("42.", nil, nil), ("+1", nil, nil),
    ]

    @Test(arguments: references) func `jobs and tasks`(text: String, job: JobID?, task: Int?) {
        let reference = JobReference(argument: text)
        #expect(reference?.job == job)
        #expect(reference?.task?.index == task)
        #expect((JobNumber(argument: text)?.id == nil) == (job == nil || task != nil))
    }

    @Test func `what is asked for travels whole`() {
        let request = HTTPRequest("/x", [(.owner, "a b&c=ü/~"), (.limit, "5")])
        let url = "http://orchestro/x?owner=a%20b%26c%3D%C3%BC%2F~&limit=5"
        #expect(request.url(at: .standard) == url)
        var keyed = HTTPRequest("/")
        keyed.headers = [(.idempotencyKey, "a\r\nX: 1")]
        #expect(keyed.headerLines.first == "Idempotency-Key: aX: 1")
    }
}
