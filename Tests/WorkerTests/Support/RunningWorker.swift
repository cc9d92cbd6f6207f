import CLaunch
import Foundation
import Jobs
import Scenarios
import Testing
import Wire

/// The built worker at the other end of a connection, with a directory of its own for everything.
final class RunningWorker {
    let directory: String
    let process = Process()
    private(set) var socket: Int32 = -1
    private var reader = FrameReader()
    private(set) var messages: [WorkerMessage] = []

    /// Attempts of job 1 that were started.
    private var attempts = 0

    /// How long anything may take, in milliseconds.
    private static let patienceMilliseconds: Int32 = 60_000

    static var program: String {
        Bundle.main.executableURL?.deletingLastPathComponent()
            .appendingPathComponent("orchestro-worker").path ?? "orchestro-worker"
    }

    /// Starts it: by itself, or by a program that executes its last argument in the end.
    init(_ arguments: [String] = ["--user-mode"], by wrapper: [String] = []) throws {
        directory =
            FileManager.default.temporaryDirectory
            .appendingPathComponent("orchestro-worker-\(UUID().uuidString)").path
        try FileManager.default.createDirectory(
            atPath: directory, withIntermediateDirectories: true,
            attributes: [.posixPermissions: 0o755])
        var ends: [Int32] = [-1, -1]
        try #require(csocket_pair(&ends) == 0)
        socket = ends[0]
        let words = wrapper + [Self.program] + arguments
        process.executableURL = URL(fileURLWithPath: words[0])
        process.arguments = Array(words.dropFirst())
        process.environment = ["PATH": "/usr/bin:/bin", "TMPDIR": directory, "LANG": "C.UTF-8"]
        process.standardInput = FileHandle(fileDescriptor: ends[1])
        process.standardError = FileHandle.nullDevice
        try process.run()
        // Or the end of the worker would not end the connection.
        close(ends[1])
    }

    deinit {
        if socket >= 0 { close(socket) }
        process.waitUntilExit()
        // A directory that cannot be removed is left to the system's tidying.
        try? FileManager.default.removeItem(atPath: directory)
    }

    /// Takes a lease as the account that runs the tests, and returns the greeting.
    @discardableResult
    func greet(_ change: (inout Lease) -> Void = { _ in }) throws -> WorkerReady {
        var lease = Lease(id: "test", account: NSUserName())
        lease.environment = ["HOME": directory]
        change(&lease)
        try send(.lease(lease))
        let message = try wait(for: "ready") { if case .ready = $0.frame { true } else { false } }
        guard case .ready(let ready) = message.frame else { throw Trouble("no greeting") }
        return ready
    }

    struct Trouble: Error, CustomStringConvertible {
        let description: String
        init(_ description: String) { self.description = description }
    }

    // MARK: frames

    func send(_ frame: DaemonFrame, descriptors: [Int32] = []) throws {
        try send(frame.bytes(), descriptors: descriptors)
    }

    func send(_ bytes: [UInt8], descriptors: [Int32] = []) throws {
        var rest = bytes[...]
        var descriptors = descriptors
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes {
                csocket_send(socket, $0.baseAddress, $0.count, descriptors, descriptors.count, 1)
            }
            guard count > 0 else { throw Trouble("the worker does not listen") }
            rest = rest.dropFirst(count)
            descriptors = []
        }
    }

    /// The next message; nil when the worker has closed the connection.
    func next() throws -> WorkerMessage? {
        var chunk = [UInt8](repeating: 0, count: 4096)
        while true {
            if let text = try reader.next() {
                let message = try WorkerMessage(text: text)
                messages.append(message)
                return message
            }
            var polled = pollfd(fd: socket, events: Int16(POLLIN), revents: 0)
            guard poll(&polled, 1, Self.patienceMilliseconds) > 0 else {
                throw Trouble("the worker says nothing; so far \(messages)")
            }
            var none = 0
            let count = csocket_receive(socket, &chunk, chunk.count, nil, &none, 1)
            guard count > 0 else { return nil }
            reader.append(chunk[..<count])
        }
    }

    /// The first message from now on of which that is true.
    @discardableResult
    func wait(
        for what: String, _ isMeant: (WorkerMessage) -> Bool
    ) throws -> WorkerMessage {
        while let message = try next() { if isMeant(message) { return message } }
        throw Trouble("the worker has left without \(what); it said \(messages)")
    }

    /// Behaves as a daemon that has been restarted.
    func resume() throws {
        try send(FrameReader.mark)
        reader = FrameReader(seekingMark: true)
        messages = []
        try send(.resume)
    }

    func acknowledgeAll() throws {
        try send(.acknowledge(through: messages.map(\.number).max() ?? 0))
    }

    // MARK: attempts

    /// Starts an attempt of a scenario.
    func start(
        _ text: String, _ change: (inout AttemptOrder) -> Void = { _ in }
    ) throws -> StartedAttempt {
        attempts += 1
        let key = AttemptKey(TaskKey(JobID(1), TaskID(attempts - 1)), 1)
        var order = AttemptOrder(
            attempt: key,
            file: Submission.File(
                path: "test.yaml", directory: directory, text: text, lenient: false),
            cell: 0, name: "test", callerDirectory: directory)
        change(&order)
        let started = try StartedAttempt(key, directory: directory + "/\(key)")
        let descriptors = started.descriptors
        try send(.start(order), descriptors: descriptors)
        for descriptor in descriptors { close(descriptor) }
        return started
    }

    /// The end of that attempt.
    func awaitEnd(of started: StartedAttempt) throws -> AttemptEnd {
        let message = try wait(for: "an end") {
            if case .ended(let end) = $0.frame { end.attempt == started.key } else { false }
        }
        guard case .ended(let end) = message.frame else { throw Trouble("no end") }
        return end
    }

    /// Waits until the attempt has come to a step.
    func wait(forStep step: Int) throws {
        try wait(for: "step \(step)") {
            if case .step(_, step, _) = $0.frame { true } else { false }
        }
    }

    func hangUp() {
        close(socket)
        socket = -1
    }

    /// The status it exits with.
    func waitForExit() -> Int32 {
        process.waitUntilExit()
        return process.terminationReason == .exit ? process.terminationStatus : -1
    }
}

/// An attempt and its files.
struct StartedAttempt {
    let key: AttemptKey
    let directory: String

    init(_ key: AttemptKey, directory: String) throws {
        self.key = key
        self.directory = directory
        try FileManager.default.createDirectory(
            atPath: directory, withIntermediateDirectories: true)
    }

    static let names = ["recording", "stderr", "record.json", "artifacts.tar"]

    var descriptors: [Int32] {
        Self.names.map { open("\(directory)/\($0)", O_WRONLY | O_CREAT | O_CLOEXEC, 0o600) }
    }

    func text(_ name: String) throws -> String {
        try String(contentsOfFile: "\(directory)/\(name)", encoding: .utf8)
    }

    /// What the record file tells.
    func result() throws -> AttemptResult {
        let value = try JSONValue.parse(text("record.json"))
        return try AttemptRecord.result(ObjectReader(value, path: "$"))
    }
}

/// Living processes whose command line contains a text, but for those that are being looked for by
/// it: `pgrep` counts itself out.
func living(_ text: String) throws -> [String] {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/pgrep")
    process.arguments = ["--full", "--list-full", text]
    let pipe = Pipe()
    process.standardOutput = pipe
    try process.run()
    let bytes = pipe.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    return String(decoding: bytes, as: UTF8.self).split(separator: "\n").map(String.init)
}
