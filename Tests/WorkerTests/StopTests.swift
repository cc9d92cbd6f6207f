import Foundation
import Jobs
import Scenarios
import Testing
import Wire

/// However an attempt is stopped, nothing is left alive and what happened is told.
@Suite struct StopTests {
    /// A program that plants five daemons of two processes each, all deaf to polite signals.
    static func tree(_ mark: String) -> String {
        """
        command:
          - bash
          - -c
          - |
            trap '' TERM HUP
            for number in 1 2 3 4 5; do
                (setsid bash -c 'trap "" TERM HUP; sleep \(mark)1 & wait' </dev/null >&0 2>&0 &)
            done
            sleep \(mark)2 &
            while [[ $(pgrep --count --full '^sleep \(mark)') -lt 6 ]]; do :; done
            echo planted
            wait
        steps:
          - expect: planted
          - expect: never
        """
    }

    static func mark() -> String { "\(UInt32.random(in: 100_000...999_999))" }

    @Test func `a cancelled attempt tells how many processes that were`() throws {
        let worker = try RunningWorker()
        try worker.greet()
        let mark = Self.mark()
        let started = try worker.start(Self.tree(mark))
        try worker.wait(forStep: 2)
        let began = ContinuousClock.now
        try worker.send(.cancel(started.key, by: "ann"))
        let end = try worker.awaitEnd(of: started)
        let took = ContinuousClock.now - began
        #expect(end.verdict == .cancelled(by: "ann"))
        let result = try started.result()
        // The shell, its sleep, and five shells with a sleep each.
        let count = StopCount(processes: 12, killed: 12, left: 0)
        #expect(result.stopped == count)
        #expect(result.death == .cancelled(by: "ann", count))
        #expect(try living("sleep \(mark)") == [])
        #expect(took < .seconds(10), "half a second is grace")
    }

    @Test func `a setup command is stopped too`() throws {
        let worker = try RunningWorker()
        try worker.greet()
        let mark = Self.mark()
        mkfifo(worker.directory + "/begun", 0o600)
        let started = try worker.start(
            "command: cat\nsetup: ['sh -c \"echo > begun; sleep \(mark)\"']")
        // Reading waits for the writer.
        let begun = open(worker.directory + "/begun", O_RDONLY)
        var byte: UInt8 = 0
        #expect(read(begun, &byte, 1) == 1)
        close(begun)
        try worker.send(.cancel(started.key, by: "ann"))
        #expect(try worker.awaitEnd(of: started).verdict == .cancelled(by: "ann"))
        #expect(try started.result().stopped?.left == 0)
        #expect(try living("sleep \(mark)") == [])
    }

    @Test func `cancelling another attempt does nothing`() throws {
        let worker = try RunningWorker()
        try worker.greet()
        let started = try worker.start("command: cat\nsteps: [{wait_idle: null}, {send: x}]")
        try worker.send(.cancel(AttemptKey(TaskKey(JobID(9), TaskID(9)), 9), by: "ann"))
        #expect(try worker.awaitEnd(of: started).verdict == .passed)
        try worker.send(.cancel(started.key, by: "ann"))
        let next = try worker.start("command: 'true'")
        #expect(try worker.awaitEnd(of: next).verdict == .passed)
    }

    @Test func `when the connection ends the attempt is interrupted, not cancelled`() throws {
        let worker = try RunningWorker()
        try worker.greet()
        let mark = Self.mark()
        let started = try worker.start(Self.tree(mark))
        try worker.wait(forStep: 2)
        worker.hangUp()
        #expect(worker.waitForExit() == 0)
        #expect(try living("sleep \(mark)") == [])
        let result = try started.result()
        #expect(result.outcome.verdict == .interrupted && result.death == .hostRestart)
    }

    @Test func `a polite signal to the worker does the same and tells it`() throws {
        let worker = try RunningWorker()
        try worker.greet()
        let mark = Self.mark()
        let started = try worker.start(Self.tree(mark))
        try worker.wait(forStep: 2)
        worker.process.terminate()
        #expect(try worker.awaitEnd(of: started).verdict == .interrupted)
        #expect(worker.waitForExit() == 0)
        #expect(try living("sleep \(mark)") == [])
    }

    @Test func `when the worker is killed its launcher leaves nothing alive`() throws {
        let worker = try RunningWorker()
        try worker.greet()
        let mark = Self.mark()
        let started = try worker.start(Self.tree(mark))
        try worker.wait(forStep: 2)
        kill(worker.process.processIdentifier, SIGKILL)
        #expect(worker.waitForExit() == -1)
        // The lock of the record tells when nobody writes any more; here the processes do.
        while try !living("sleep \(mark)").isEmpty {}
        #expect(try started.text("record.json") == "")
    }
}

/// A daemon that comes back finds what it left.
@Suite struct ResumeTests {
    @Test func `what runs is told, and half a frame of the past counts for nothing`() throws {
        let worker = try RunningWorker()
        try worker.greet()
        let started = try worker.start(
            "command: cat\nsteps: [{wait_idle: null}, {expect: never}]")
        try worker.wait(forStep: 2)
        try worker.send(Array(DaemonFrame.cancel(started.key, by: "nobody").bytes().dropLast(3)))
        try worker.resume()
        #expect(try worker.next()?.frame == .resumed(running: started.key))
        // Nothing was acknowledged.
        #expect(try worker.next()?.number == 1)
        #expect(try worker.next()?.frame.kind == "started")
        try worker.send(.cancel(started.key, by: "ann"))
        #expect(try worker.awaitEnd(of: started).verdict == .cancelled(by: "ann"))
    }

    @Test func `an end is told until it is acknowledged`() throws {
        let worker = try RunningWorker()
        try worker.greet()
        let started = try worker.start("command: 'true'")
        let end = try worker.awaitEnd(of: started)
        for _ in 0..<2 {
            try worker.resume()
            #expect(try worker.next()?.frame == .resumed(running: nil))
            #expect(try worker.awaitEnd(of: started) == end)
        }
        try worker.acknowledgeAll()
        try worker.resume()
        #expect(try worker.next()?.frame == .resumed(running: nil))
        try worker.send(.end)
        #expect(try worker.next() == nil)
    }

    @Test func `a start of which only half came did not happen`() throws {
        let worker = try RunningWorker()
        try worker.greet()
        let lost = try StartedAttempt(
            AttemptKey(TaskKey(JobID(7), TaskID(0)), 1), directory: worker.directory + "/lost")
        let descriptors = lost.descriptors
        let order = AttemptOrder(
            attempt: lost.key,
            file: Submission.File(
                path: "a.yaml", directory: "/", text: "command: cat", lenient: false),
            cell: 0, name: "a", callerDirectory: "/")
        let bytes = try DaemonFrame.start(order).bytes()
        try worker.send(Array(bytes.dropLast(9)), descriptors: descriptors)
        for descriptor in descriptors { close(descriptor) }
        try worker.resume()
        #expect(try worker.next()?.frame == .resumed(running: nil))
        let started = try worker.start("command: 'true'")
        #expect(try worker.awaitEnd(of: started).verdict == .passed)
    }

    @Test func `the end of the lease waits for the attempt and its acknowledgement`() throws {
        let worker = try RunningWorker()
        try worker.greet()
        let started = try worker.start("command: cat\nsteps: [{wait_idle: null}, {control: d}]")
        try worker.send(.end)
        #expect(try worker.awaitEnd(of: started).verdict == .passed)
        try worker.acknowledgeAll()
        #expect(try worker.next() == nil)
        #expect(worker.waitForExit() == 0)
    }
}
