import Foundation
import Testing

/// Cancelling, interrupting and restarting, with programs that would run for ever.
@Suite struct StoppingTests {
    @Test func `cancelling tells what was killed`() throws {
        let daemon = try PrivateDaemon()
        let client = daemon.client
        let started = try daemon.writeEndless("a")
        try client.write("b.yaml", JobCommandTests.good + "needs: [a]\n")
        #expect(try client.run("submit a.yaml b.yaml").status == 0)
        let program = try started.wait()
        #expect(try client.run("why 1").output.contains("task 1.1 runs, attempt 1"))
        let cancelled = try client.run("cancel 1")
        #expect(cancelled.status == 0)
        let form = /job 1: 2 tasks cancelled; \d+ process(es)?, \d+ needed SIGKILL, 0 left\n/
        #expect(cancelled.output.wholeMatch(of: form) != nil, "\(cancelled)")
        #expect(kill(program, 0) == -1 && errno == ESRCH)
        let waited = try client.run("wait 1")
        #expect(waited == .init(status: 3, output: "job 1: cancelled\n", error: ""))
        #expect(try client.run("why 1.1").output.contains("cancelled by"))
    }

    @Test func `an interrupted submit cancels its job`() throws {
        let daemon = try PrivateDaemon()
        let started = try daemon.writeEndless("a")
        let error = Pipe()
        let process = try daemon.client.start("submit a.yaml --follow", error: error)
        let program = try started.wait()
        kill(process.processIdentifier, SIGINT)
        let said = String(
            decoding: error.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
        process.waitUntilExit()
        #expect(process.terminationStatus == 130)
        #expect(said.contains("0 left"), "\(said)")
        #expect(kill(program, 0) == -1 && errno == ESRCH)
    }

    @Test func `an interrupted wait leaves its job alone`() throws {
        let daemon = try PrivateDaemon()
        let started = try daemon.writeEndless("a")
        #expect(try daemon.client.run("submit a.yaml").status == 0)
        _ = try started.wait()
        let output = Pipe()
        let process = try daemon.client.start("logs 1.1 -f", output: output)
        kill(process.processIdentifier, SIGINT)
        process.waitUntilExit()
        #expect(process.terminationStatus == 130 || process.terminationReason == .uncaughtSignal)
        #expect(try daemon.client.run("list --state running -q").output == "1\n")
        #expect(try daemon.client.run("cancel 1").status == 0)
    }

    @Test(arguments: [SIGTERM, SIGKILL])
    func `watching goes on when the daemon comes back`(signal: Int32) throws {
        let daemon = try PrivateDaemon()
        let client = daemon.client
        let fifo = client.directory + "/go"
        try #require(mkfifo(fifo, 0o600) == 0)
        // The attempt after the restart finds the file and ends at once.
        try client.write(
            "a.yaml",
            "command: sh -c 'test -e again || { touch again; echo > \(fifo); sleep 1000; };"
                + " echo hi'\nsteps: [{expect: hi}]\ntimeout: 1000\ndeadline: 1000\n")
        #expect(try client.run("submit a.yaml").status == 0)
        let error = Pipe()
        let output = Pipe()
        let process = try client.start("watch 1 --verbose", output: output, error: error)
        let reader = try #require(FileHandle(forReadingAtPath: fifo))
        _ = reader.readDataToEndOfFile()
        // Its first line shows that it has connected.
        var said = try Self.firstLine(output)
        try daemon.stop(signal)
        let complained = try Self.firstLine(error)
        #expect(String(decoding: complained, as: UTF8.self).contains("went away"))
        try daemon.start()
        said += output.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        #expect(process.terminationStatus == 0, "\(daemon.log)")
        let text = String(decoding: said, as: UTF8.self)
        #expect(text.contains("PASS   a.yaml  a"), "\(text)")
        #expect(text.contains("1 passed in"))
    }

    /// Waits for a line, and gives it with what came together with it.
    private static func firstLine(_ pipe: Pipe) throws -> Data {
        var said = Data()
        while !said.contains(0x0A) {
            let more = pipe.fileHandleForReading.availableData
            try #require(!more.isEmpty)
            said += more
        }
        return said
    }

    @Test func `what did not pass is tried again`() throws {
        let daemon = try PrivateDaemon()
        let client = daemon.client
        try client.write("a.yaml", JobCommandTests.good)
        try client.write(
            "b.yaml", "command: sh -c 'test -e again && echo hi'\nsteps: [{expect: hi}]\n")
        #expect(try client.run("submit a.yaml b.yaml --wait").status == 1)
        try client.write("again", "")
        #expect(try client.run("retry 1").output == "job 1: 1 task queued again\n")
        #expect(try client.run("wait 1").status == 0)
        #expect(try client.run("show 1").output.contains("1.2  passed         2"))
        #expect(try client.run("logs 1.2 --attempt 1").output == "")
        #expect(try client.run("logs 1.2").output == "hi\n")
    }
}
