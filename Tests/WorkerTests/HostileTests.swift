import CLaunch
import Foundation
import Jobs
import Scenarios
import Testing
import Wire

/// Whatever comes over the connection, the worker says what is wrong and leaves nothing behind.
@Suite struct HostileTests {
    static let streams: [(String, [UInt8], String)] = [
        ("a length out of bounds", [0, 64, 0, 1], "4194305 bytes"),
        ("nothing but a head", [0, 0, 0, 0], "0 bytes"),
        ("no text", [0, 0, 0, 2, 0x7B, 0xFE], "not UTF-8"),
        ("no JSON", [0, 0, 0, 2, 0x7B, 0x7B], "not JSON"),
        ("an unknown frame", frame(#"{"frame":"fly"}"#), "`fly`"),
        ("a frame before the lease", frame(#"{"frame":"end"}"#), "no lease"),
        (
            "another version",
            frame(#"{"frame":"lease","version":99,"lease":"1","account":"root"}"#), "99"
        ),
    ]

    private static func frame(_ text: String) -> [UInt8] {
        [0, 0, 0, UInt8(text.utf8.count)] + Array(text.utf8)
    }

    @Test(arguments: streams)
    func `what is no lease is refused`(name: String, bytes: [UInt8], part: String) throws {
        let worker = try RunningWorker()
        try worker.send(bytes)
        try expectRefusal(worker, .protocolError, part)
    }

    @Test func `a worker without privilege works for its own account only`() throws {
        let worker = try RunningWorker()
        try worker.send(.lease(Lease(id: "1", account: "daemon")))
        try expectRefusal(worker, .accountNotAllowed, "`daemon`")
    }

    @Test func `a second lease ends the conversation`() throws {
        let worker = try RunningWorker()
        try worker.greet()
        try worker.send(.lease(Lease(id: "2", account: NSUserName())))
        try expectRefusal(worker, .protocolError, "second lease")
    }

    @Test func `what is no frame interrupts the running attempt`() throws {
        let worker = try RunningWorker()
        try worker.greet()
        let mark = StopTests.mark()
        let started = try worker.start(StopTests.tree(mark))
        try worker.wait(forStep: 2)
        try worker.send([0xFF, 0, 0, 0, 0])
        #expect(worker.waitForExit() == 1)
        #expect(try started.result().outcome.verdict == .interrupted)
        #expect(try living("sleep \(mark)") == [])
    }

    @Test func `a start without its files is an error, and the next one works`() throws {
        let worker = try RunningWorker()
        try worker.greet()
        let key = AttemptKey(TaskKey(JobID(7), TaskID(0)), 1)
        let order = AttemptOrder(
            attempt: key,
            file: Submission.File(
                path: "a.yaml", directory: "/", text: "command: cat", lenient: false),
            cell: 0, name: "a", callerDirectory: "/")
        try worker.send(.start(order))
        try worker.wait(for: "an end") {
            if case .ended(let end) = $0.frame {
                end.attempt == key && end.verdict == .error
            } else {
                false
            }
        }
        let started = try worker.start("command: 'true'")
        #expect(try worker.awaitEnd(of: started).verdict == .passed)
    }

    @Test func `more descriptors than a frame wants are refused`() throws {
        let worker = try RunningWorker()
        try worker.greet()
        let null = open("/dev/null", O_WRONLY)
        let tooMany = WorkerLimits.startDescriptorsMax + 1
        try worker.send([0], descriptors: Array(repeating: null, count: tooMany))
        close(null)
        try expectRefusal(worker, .protocolError, "descriptors")
    }

    @Test func `it must be started by a connection`() throws {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: RunningWorker.program)
        process.standardInput = FileHandle.nullDevice
        let pipe = Pipe()
        process.standardError = pipe
        try process.run()
        let said = String(
            decoding: pipe.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
        process.waitUntilExit()
        #expect(process.terminationStatus == 2)
        #expect(said.contains("standard input is no connection"))
    }

    private func expectRefusal(
        _ worker: RunningWorker, _ code: Refusal, _ part: String
    ) throws {
        let message = try worker.wait(for: "a refusal") { $0.frame.kind == "refused" }
        guard case .refused(let told, let text) = message.frame else { return }
        #expect(told == code && text.contains(part), "\(text)")
        #expect(worker.waitForExit() == 1)
    }
}
