import Jobs
import Scenarios
import Wire

/// Frames that use every member, with the name of their frozen sample.
enum WorkerSample {
    static let attempt = AttemptKey(TaskKey(JobID(42), TaskID(2)), 1)

    static let limits: Limits = {
        var limits = Limits()
        limits.memoryBytes = 52_428_800
        limits.processesCount = 20
        limits.cpus = 1.5
        limits.outputBytes = 1_048_576
        return limits
    }()

    static let lease: Lease = {
        var lease = Lease(id: "slot-3/17", account: "ann")
        lease.environment = ["LANG": "C.UTF-8", "EMPTY": ""]
        lease.ceiling = limits
        lease.network = .none
        return lease
    }()

    static let order: AttemptOrder = {
        var order = AttemptOrder(
            attempt: attempt,
            file: Submission.File(
                path: "tests/login.yaml", directory: "/home/ann/tests",
                text: "command: cat\n# é 漢字 \u{1B}\n", lenient: true),
            cell: 3, name: "log in [user=ann]", callerDirectory: "/home/ann")
        order.tags = ["smoke"]
        order.workspace = "/srv/work"
        order.limits = limits
        order.strictTimeouts = true
        order.upload = Submission.Upload(
            digest: String(repeating: "0f", count: 32), bytes: 10_240)
        order.userID = 1000
        return order
    }()

    static let fromDaemon: [(String, DaemonFrame)] = [
        ("frame-lease", .lease(lease)),
        ("frame-lease-bare", .lease(Lease(id: "1", account: "bob"))),
        ("frame-start", .start(order)),
        ("frame-start-bare", .start(bareOrder)),
        ("frame-cancel", .cancel(attempt, by: "ann")),
        ("frame-ack", .acknowledge(through: 7)),
        ("frame-resume", .resume),
        ("frame-end", .end),
    ]

    static let bareOrder = AttemptOrder(
        attempt: attempt,
        file: Submission.File(path: "a.yaml", directory: "/", text: "", lenient: false), cell: 0,
        name: "a", callerDirectory: "/")

    static let ready: WorkerReady = {
        var ready = WorkerReady(
            processID: 4711, account: "ann", userID: 1000, version: "0.3.0")
        ready.controllers = ["cpu", "memory", "pids"]
        ready.cgroup = "/sys/fs/cgroup/orchestro.slice/worker"
        return ready
    }()

    static let end = AttemptEnd(
        attempt: attempt, verdict: .cancelled(by: "ann"), duration: .microseconds(1_234_567),
        record: AttemptRecord.json(Sample.attempt(.cancelled(by: "ann")), of: Sample.task))

    static let fromWorker: [(String, WorkerMessage)] = [
        ("frame-ready", WorkerMessage(number: 1, frame: .ready(ready))),
        ("frame-started", WorkerMessage(number: 2, frame: .started(attempt, processID: 4711))),
        ("frame-step", WorkerMessage(number: 0, frame: .step(attempt, step: 3, note: "log in"))),
        (
            "frame-step-bare",
            WorkerMessage(number: 0, frame: .step(attempt, step: 4, note: nil))
        ),
        ("frame-ended", WorkerMessage(number: 3, frame: .ended(end))),
        ("frame-ended-bare", WorkerMessage(number: 3, frame: .ended(bareEnd))),
        (
            "frame-refused",
            WorkerMessage(number: 1, frame: .refused(.accountUnknown, message: "no account `x`"))
        ),
        ("frame-resumed", WorkerMessage(number: 0, frame: .resumed(running: attempt))),
        ("frame-resumed-bare", WorkerMessage(number: 0, frame: .resumed(running: nil))),
    ]

    static let bareEnd = AttemptEnd(
        attempt: attempt, verdict: .passed, duration: .zero, record: nil)

    /// Every frame as it goes over the connection.
    static func everyFrame() throws -> [[UInt8]] {
        try fromDaemon.map { try $0.1.bytes() } + fromWorker.map { try $0.1.bytes() }
    }
}
