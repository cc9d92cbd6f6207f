import Jobs
import Scenarios
import Testing

@testable import Wire

@Suite struct WorkerFrameTests {
    @Test(arguments: WorkerSample.fromDaemon)
    func `a daemon's frame comes back as it was`(name: String, frame: DaemonFrame) throws {
        try expectFrozen(.object(frame.object), name)
        #expect(try DaemonFrame(text: text(frame.bytes())) == frame)
    }

    @Test(arguments: WorkerSample.fromWorker)
    func `a worker's frame comes back as it was`(name: String, message: WorkerMessage) throws {
        try expectFrozen(.object(message.object), name)
        #expect(try WorkerMessage(text: text(message.bytes())) == message)
    }

    @Test func `an unknown code of a refusal is another one`() throws {
        let message = try WorkerMessage(
            text: Array(#"{"frame":"refused","number":1,"code":"newer","message":"m"}"#.utf8))
        #expect(message.frame == .refused(.other, message: "m"))
    }

    @Test func `an end whose record is too large goes without it`() throws {
        var end = WorkerSample.end
        end.record = ["screen": .string(String(repeating: "x", count: WorkerLimits.frameBytesMax))]
        let bytes = try WorkerMessage(number: 3, frame: .ended(end)).bytes()
        end.record = nil
        #expect(try WorkerMessage(text: text(bytes)) == .init(number: 3, frame: .ended(end)))
    }

    @Test func `a frame of another kind that is too large is refused`() throws {
        var order = WorkerSample.order
        order.file.text = String(repeating: "\u{1}", count: WorkerLimits.frameBytesMax / 6)
        #expect(throws: FrameError.self) { try DaemonFrame.start(order).bytes() }
    }

    @Test func `the largest scenario file fits a frame`() throws {
        var order = WorkerSample.order
        // What JSON makes longest of what YAML allows.
        order.file.text = String(repeating: "\u{85}", count: ScenarioLimits.fileBytesMax / 2)
        #expect(try DaemonFrame.start(order).bytes().count < WorkerLimits.frameBytesMax)
    }

    static let wrong: [(String, String)] = [
        ("{}", "a frame is wrong at $.frame: expected a string, found nothing"),
        ("[]", "a frame is wrong at $: expected an object, found an array"),
        ("{", "a frame is not JSON: a name in double quotes is missing (at 1)"),
        (#"{"frame":7}"#, "a frame is wrong at $.frame: expected a string, found 7"),
        (#"{"frame":"fly"}"#, "a frame is wrong at $.frame: expected a known frame, found `fly`"),
        (
            #"{"frame":"ack","number":-1}"#,
            "a frame is wrong at $.number: expected a whole number from 0, found -1"
        ),
        (
            #"{"frame":"cancel","attempt":"4.0.1","by":"a"}"#,
            "a frame is wrong at $.attempt: expected an attempt such as 42.3.1, found \"4.0.1\""
        ),
        (
            #"{"frame":"cancel","attempt":"4.1.1","by":"a\u0000"}"#,
            "a frame is wrong at $.by: expected a name, found \"a\\u0000\""
        ),
        (
            #"{"frame":"lease","version":2,"lease":"1","account":"a"}"#,
            "a frame is wrong at $.version: expected a whole number from 1 to 1, found 2"
        ),
        (
            #"{"frame":"lease","version":1,"lease":"1","account":"a","environment":{"A=":""}}"#,
            "a frame is wrong at $.environment: expected names of variables and their values,"
                + " found an object"
        ),
        (
            #"{"frame":"lease","version":1,"lease":"1","account":"a","network":"some"}"#,
            "a frame is wrong at $.network: expected one of host, none, found \"some\""
        ),
    ]

    @Test(arguments: wrong)
    func `what is wrong with a frame is told`(json: String, message: String) {
        do throws(FrameError) {
            _ = try DaemonFrame(text: Array(json.utf8))
            Issue.record("read: \(json)")
        } catch {
            #expect(error.description == message)
        }
    }

    @Test func `a frame that is no text is refused`() {
        #expect(throws: FrameError.notText) { try DaemonFrame(text: [0x7B, 0xFF, 0x7D]) }
    }

    @Test func `a kept message has a number and another one has none`() {
        let kept = #"{"frame":"started","number":0,"attempt":"1.1.1","pid":1}"#
        let passing = #"{"frame":"step","number":1,"attempt":"1.1.1","step":1}"#
        for text in [kept, passing] {
            #expect(throws: FrameError.self) { try WorkerMessage(text: Array(text.utf8)) }
        }
    }

    @Test(arguments: [
        (Outcome.passed, AttemptVerdict.passed),
        (.failed(Failure("x")), .failed),
        (.error(ErrorCause(.setup, "x")), .error),
        (.error(ErrorCause(.lost, "x")), .lost),
        (.error(ErrorCause(.hostRestart, "x")), .interrupted),
        (.cancelled(by: "ann"), .cancelled(by: "ann")),
        (.skipped(reason: "x"), .error),
    ])
    func `an outcome has a verdict`(
        outcome: Outcome, verdict: AttemptVerdict
    ) {
        #expect(outcome.verdict == verdict)
    }

    private func text(_ bytes: [UInt8]) -> [UInt8] { Array(bytes.dropFirst(4)) }
}

@Suite struct OutboxTests {
    @Test func `what is kept is numbered from one and given again until acknowledged`() {
        var outbox = Outbox()
        let attempt = WorkerSample.attempt
        let ready = outbox.message(.ready(WorkerSample.ready))
        let step = outbox.message(.step(attempt, step: 1, note: nil))
        let started = outbox.message(.started(attempt, processID: 1))
        #expect([ready.number, step.number, started.number] == [1, 0, 2])
        #expect(outbox.unacknowledged == [ready, started])
        outbox.acknowledge(through: 1)
        #expect(outbox.unacknowledged == [started])
        outbox.acknowledge(through: 99)
        #expect(outbox.unacknowledged == [])
        #expect(outbox.message(.ended(WorkerSample.end)).number == 3)
    }

    @Test func `it is full at its limit and has room after an acknowledgement`() {
        var outbox = Outbox()
        for _ in 0..<WorkerLimits.unacknowledgedMax {
            #expect(!outbox.isFull)
            _ = outbox.message(.ended(WorkerSample.bareEnd))
        }
        #expect(outbox.isFull)
        outbox.acknowledge(through: 1)
        #expect(!outbox.isFull)
    }
}
