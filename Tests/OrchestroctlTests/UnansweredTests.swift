import Foundation
import Jobs
import Scenarios
import Testing
import Wire

/// A daemon that does not answer as one would like.
@Suite struct UnansweredTests {
    private let invocation: Invocation

    init() throws {
        invocation = try Invocation()
        try invocation.write("a.yaml", "command: 'true'\n")
    }

    @Test(arguments: ["", " --wait", " --upload --follow"])
    func `an interrupted submission says how to go on without making two jobs`(
        options: String
    ) throws {
        let daemon = try FakeDaemon(invocation.directory) { _ in nil }
        try invocation.write("s/a.yaml", "command: 'true'\n")
        let error = Pipe()
        let process = try invocation.start(
            "submit s --socket \(daemon.path) --idempotency-key mine\(options)", error: error)
        daemon.waitUntilAsked()
        kill(process.processIdentifier, SIGINT)
        process.waitUntilExit()
        #expect(process.terminationStatus == 130)
        let said = String(
            decoding: error.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
        #expect(said.contains("interrupted before the daemon answered"), "\(said)")
        #expect(said.contains("--idempotency-key mine makes no second one"), "\(said)")
    }

    @Test func `a daemon that is leaving is asked again`() throws {
        let id = try #require(JobID(text: "1"))
        let answer = CancelAnswer(job: id, tasks: 2, processes: 0, killed: 0, left: 0)
        let text = FakeDaemon.answer("200 OK", "application/json", answer.json.text())
        let daemon = try FakeDaemon(invocation.directory) { $0 < 2 ? FakeDaemon.leaving : text }
        let result = try invocation.run("cancel 1 --socket \(daemon.path)")
        #expect(result.status == 0, "\(result)")
        #expect(result.output.contains("job 1: 2 tasks cancelled"))
        #expect(result.error == "")
        #expect(daemon.connections == 3)
    }

    @Test func `a daemon that is leaving for ever is not waited for long`() throws {
        let daemon = try FakeDaemon(invocation.directory) { _ in FakeDaemon.leaving }
        let clock = ContinuousClock()
        let began = clock.now
        let result = try invocation.run("cancel 1 --socket \(daemon.path)")
        #expect(clock.now - began < .seconds(20))
        #expect(result.status == 3)
        #expect(result.error == "error: the daemon is leaving\n")
        #expect(daemon.connections > 2)
    }
}
