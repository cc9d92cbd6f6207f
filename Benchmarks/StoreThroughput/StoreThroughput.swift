import Glibc
import Jobs
import Scenarios
import Store

/// Measures how many commits of one small job each a store takes a second, on an empty queue and
/// on one of 100,000 tasks, how many whole attempts of three commits each, and what it needs of
/// memory; one JSON object a line.
///
///     ORCHESTRO_BENCH=1 swift build -c release --product StoreThroughput
///     StoreThroughput DIRECTORY [COMMITS]
@main
struct StoreThroughput {
    private static let depths = [0, 100_000]
    private static let finishedTasks = 10_000
    private static let jobsOfFilling = 500

    private let store: Store
    private let commits: Int
    private var lastJob = 0
    private var lastEvent: Int64 = 0

    static func main() throws {
        let arguments = CommandLine.arguments
        guard arguments.count > 1 else {
            print("usage: StoreThroughput DIRECTORY [COMMITS]")
            exit(2)
        }
        let commits = arguments.count > 2 ? Int(arguments[2]) ?? 0 : 5000
        for depth in depths {
            let path = arguments[1] + "/throughput-\(depth).sqlite"
            var bench = StoreThroughput(
                store: try Store(path: path, access: .sole), commits: max(commits, 1))
            try bench.fill(depth)
            try bench.measure("accept", depth) { try $0.accept() }
            try bench.measure("attempt", depth) { try $0.attempt() }
            if depth == 0 { try bench.measureMemory() }
            try bench.measureReading(depth)
            try bench.store.close()
            for ending in ["", "-wal", "-shm", ".lock"] { unlink(path + ending) }
        }
    }

    private init(store: Store, commits: Int) {
        self.store = store
        self.commits = commits
    }

    private mutating func measure(
        _ what: String, _ depth: Int, _ body: (inout StoreThroughput) throws -> Void
    ) throws {
        let clock = ContinuousClock()
        var times: [Duration] = []
        let busyBefore = processorMicroseconds()
        let start = clock.now
        for _ in 0..<commits {
            let before = clock.now
            try body(&self)
            times.append(clock.now - before)
        }
        let rate = Double(commits) / (clock.now - start).seconds
        let busy = Double(processorMicroseconds() - busyBefore) / Double(commits)
        times.sort()
        print(
            "{\"what\":\"\(what)\",\"depth\":\(depth),\"count\":\(commits),"
                + "\"per_s\":\(Int(rate)),\"p50_us\":\(microseconds(times[commits / 2])),"
                + "\"p99_us\":\(microseconds(times[commits * 99 / 100])),"
                + "\"processor_us\":\(Int(busy.rounded()))}")
    }

    private mutating func measureMemory() throws {
        for _ in 0..<max(0, Self.finishedTasks - commits) { try attempt() }
        let used = anonymousKibibytes()
        store.releaseMemory()
        print(
            "{\"what\":\"memory\",\"finished_tasks\":\(max(commits, Self.finishedTasks)),"
                + "\"private_kib\":\(used),\"private_kib_released\":\(anonymousKibibytes())}")
    }

    private mutating func measureReading(_ depth: Int) throws {
        let clock = ContinuousClock()
        var jobs = 0
        let start = clock.now
        try store.forEachOpenJob(withTexts: false) { _ in jobs += 1 }
        let middle = clock.now
        var events = 0
        try store.forEachOpenEvent { _ in events += 1 }
        let end = clock.now
        _ = try store.jobs(JobFilter(), before: nil, limit: 100)
        let listed = clock.now
        _ = try store.statistics()
        let counted = clock.now
        let findings = store.check()
        let checked = clock.now
        if !findings.isEmpty { print(findings) }
        print(
            "{\"what\":\"read\",\"depth\":\(depth),\"open_jobs\":\(jobs),"
                + "\"open_jobs_us\":\(microseconds(middle - start)),\"open_events\":\(events),"
                + "\"open_events_us\":\(microseconds(end - middle)),"
                + "\"list_100_us\":\(microseconds(listed - end)),"
                + "\"statistics_us\":\(microseconds(counted - listed)),"
                + "\"check_us\":\(microseconds(checked - counted))}")
    }

    private mutating func fill(_ depth: Int) throws {
        while lastJob < depth {
            var batch: [StoreChange] = []
            while lastJob < depth, batch.count < 2 * Self.jobsOfFilling { batch += small() }
            try store.commit(batch)
        }
    }

    private mutating func accept() throws { try store.commit(small()) }

    /// One job that passes at once: what a small attempt stores in all.
    private mutating func attempt() throws {
        try store.commit(small())
        let task = TaskKey(JobID(lastJob), TaskID(0))
        let key = AttemptKey(task, 1)
        try store.commit([event(.attemptStarted(key, slot: 0))])
        try store.commit([
            .attemptRecord(
                key,
                StoredRecord(
                    outcome: "passed", startedMicroseconds: lastEvent, duration: .seconds(1),
                    filesBytes: 1000,
                    text: "{\"screen\":\"\(String(repeating: "text ", count: 100))\"}")),
            event(
                .attemptEnded(
                    key, .passed, duration: .seconds(1), willRetry: false,
                    notBeforeMicroseconds: nil)),
            event(.taskFinished(task, outcome: "passed", reason: nil)),
            event(.jobFinished(task.job, .completed)),
        ])
    }

    private mutating func small() -> [StoreChange] {
        lastJob += 1
        let path = "tests/scenario-\(lastJob).yaml"
        let submission = Submission(
            owner: Owner(account: "anna", userID: 1000), account: "anna",
            callerDirectory: "/home/anna/project",
            files: [
                Submission.File(
                    path: path, directory: "/home/anna/project/tests",
                    text: "name: scenario \(lastJob)\ncommand: cat\nsteps:\n  - send: a\n",
                    lenient: false)
            ],
            tasks: [
                Submission.Task(file: 0, cell: 0, name: "scenario \(lastJob)", identity: path)
            ])
        return [
            .jobAccepted(JobID(lastJob), submission, microseconds: lastEvent),
            event(.submitted(JobID(lastJob))),
        ]
    }

    private mutating func event(_ event: JobEvent) -> StoreChange {
        lastEvent += 1
        return .event(NumberedEvent(number: lastEvent, microseconds: lastEvent, event: event))
    }

    private func microseconds(_ duration: Duration) -> Int64 { duration.nanoseconds / 1000 }

    /// Processor time of this process: what other programs on the machine do not change.
    private func processorMicroseconds() -> Int64 {
        var time = timespec()
        clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time)
        return Int64(time.tv_sec) * 1_000_000 + Int64(time.tv_nsec) / 1000
    }

    /// Memory of this process that belongs to no file.
    private func anonymousKibibytes() -> Int {
        guard let file = fopen("/proc/self/status", "r") else { return 0 }
        defer { fclose(file) }
        var line = [CChar](repeating: 0, count: 256)
        while fgets(&line, 256, file) != nil {
            let bytes = line.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }
            let text = String(decoding: bytes, as: UTF8.self)
            guard text.hasPrefix("RssAnon:") else { continue }
            return Int(text.filter(\.isNumber)) ?? 0
        }
        return 0
    }
}
