import Foundation
import Testing

/// What the daemon says when it cannot start, and what it prints instead of serving.
@Suite(.serialized) struct StartTests {
    private func run(_ arguments: String...) throws -> (status: Int32, said: String) {
        try run(arguments)
    }

    @Test func `a configuration with mistakes is told and refused`() throws {
        let directory = try RunningDaemon.scratch()
        let file = directory + "/c.yaml"
        try "workers: 0\nstategy: fifo\n".write(toFile: file, atomically: true, encoding: .utf8)
        for arguments in [["--check-config"], ["--user-mode", directory]] {
            let process = try run(arguments + ["--config", file])
            #expect(process.status == 2)
            #expect(process.said.contains("\(file):1:10: error: `workers` must be"))
            #expect(process.said.contains("\(file):2:1: error: unknown key `stategy`"))
            #expect(process.said.contains("hint: did you mean `strategy`?"))
        }
        try "workers: 3\n".write(toFile: file, atomically: true, encoding: .utf8)
        #expect(try run("--check-config", "--config", file) == (0, ""))
        #expect(try run("--check-config", "--config", file + "x").status == 2)
    }

    @Test(arguments: [["--nonsense"], ["--listen", "127.0.0.1:1"], ["--listen", "lab"]])
    func `wrong usage has the status that is not tried again`(arguments: [String]) throws {
        let usage = try run(arguments)
        #expect(usage.status == 2)
        #expect(usage.said.contains("orchestrod --help"), "\(usage)")
    }

    @Test func `what is in the way of its socket is told`() throws {
        let directory = try RunningDaemon.scratch()
        let missing = try run("--user-mode", directory + "/none")
        #expect(missing.status == 3)
        #expect(missing.said.contains("No such file or directory; make it first"))
        let path = directory + "/api.sock"
        try "".write(toFile: path, atomically: true, encoding: .utf8)
        let blocked = try run("--user-mode", directory)
        #expect(blocked.status == 3)
        #expect(blocked.said.contains("this is in the way and no socket"))
        try FileManager.default.removeItem(atPath: path)
        let deep = directory + "/" + String(repeating: "d", count: 100)
        try FileManager.default.createDirectory(atPath: deep, withIntermediateDirectories: true)
        #expect(try run("--user-mode", deep).said.contains("at most 107 bytes"))
    }

    @Test func `a second daemon does not take the first one's place`() throws {
        let daemon = try RunningDaemon()
        let second = try run("--user-mode", daemon.directory)
        #expect(second.status == 3)
        #expect(second.said.contains("another process has the store"))
        #expect(try daemon.http.get("/health").status == 200)
    }

    @Test func `a socket that a killed daemon left is replaced`() throws {
        let first = try RunningDaemon()
        first.kill()
        #expect(FileManager.default.fileExists(atPath: first.directory + "/api.sock"))
        let second = try RunningDaemon(in: first.directory)
        #expect(try second.http.get("/health").status == 200)
        second.stop()
        #expect(!FileManager.default.fileExists(atPath: first.directory + "/api.sock"))
    }

    @Test func `without a socket that was handed over it says how to get one`() throws {
        let directory = try RunningDaemon.scratch()
        let process = try run(
            "--state", directory, "--worker-socket", directory + "/worker.sock")
        #expect(process.status == 3)
        #expect(process.said.contains("no socket named `api` was handed over"))
        let lost = try run(
            "--state", directory, "--worker-socket", directory + "/none/worker.sock")
        #expect(lost.status == 3)
        #expect(lost.said.contains("is orchestro-worker.socket started?"))
    }

    @Test func `the store is checked`() throws {
        let daemon = try RunningDaemon()
        let job = try daemon.submit("command: echo a")
        try daemon.waitForEnd(of: job)
        let state = daemon.directory + "/state"
        daemon.stop()
        let whole = try run("--check-store", "--state", state)
        #expect(whole.status == 0)
        #expect(whole.said.contains("the store is whole"))
        #expect(try run("--check-store", "--state", state + "x").status == 3)
        let file = state + "/orchestro.sqlite"
        for suffix in ["-wal", "-shm"] {
            // They may be gone already.
            try? FileManager.default.removeItem(atPath: file + suffix)
        }
        try "no database, only a text".write(toFile: file, atomically: true, encoding: .utf8)
        let broken = try run("--check-store", "--state", state)
        #expect(broken.status == 3)
        #expect(broken.said.contains("not a database of Orchestro"))
    }

    @Test func `the catalogue in the package is the one of the program`() throws {
        let file = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
            .appendingPathComponent("../../packaging/orchestro.catalog")
        let text = try run("--print-catalogue").said
        if ProcessInfo.processInfo.environment["ORCHESTRO_RECORD"] != nil {
            try text.write(to: file, atomically: true, encoding: .utf8)
        }
        #expect(try String(contentsOf: file, encoding: .utf8) == text)
    }

    private func run(_ arguments: [String]) throws -> (status: Int32, said: String) {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: RunningDaemon.programs + "/orchestrod")
        process.arguments = arguments
        process.standardInput = FileHandle.nullDevice
        let pipe = Pipe()
        process.standardOutput = pipe
        process.standardError = pipe
        try process.run()
        let said = pipe.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        return (process.terminationStatus, String(decoding: said, as: UTF8.self))
    }
}
