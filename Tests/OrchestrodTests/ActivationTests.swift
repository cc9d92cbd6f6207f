import Foundation
import Testing

/// Under a service manager's socket, as far as that goes without the service manager.
@Suite(.serialized) struct ActivationTests {
    private static let activator = "/usr/bin/systemd-socket-activate"

    /// The daemon behind a socket named `name`.
    private func start(
        _ directory: String, name: String, _ configuration: String
    ) throws -> (process: Process, errors: SaidErrors) {
        let file = directory + "/c.yaml"
        try configuration.write(toFile: file, atomically: true, encoding: .utf8)
        let process = Process()
        process.executableURL = URL(fileURLWithPath: Self.activator)
        process.arguments = [
            "-l", directory + "/a.sock", "--fdname=" + name,
            RunningDaemon.programs + "/orchestrod", "--user-mode", directory, "--config", file,
        ]
        process.standardInput = FileHandle.nullDevice
        process.standardOutput = FileHandle.nullDevice
        let errors = SaidErrors()
        process.standardError = errors.pipe
        try process.run()
        errors.wait(for: "Listening on")
        return (process, errors)
    }

    @Test(.enabled(if: FileManager.default.isExecutableFile(atPath: activator)))
    func `the first request starts it, and it leaves when there is nothing to do`() throws {
        let directory = try RunningDaemon.scratch()
        let (process, _) = try start(directory, name: "api", "idle_exit: 0.2\nidle_lease: 0.1\n")
        let http = HTTPClient(socket: directory + "/a.sock")
        let body: [String: Any] = [
            "caller_directory": directory,
            "files": [["path": "a.yaml", "directory": directory, "text": "command: echo a"]],
        ]
        #expect(try http.post("/api/v1/jobs", body).status == 201)
        process.waitUntilExit()
        #expect(process.terminationStatus == 0)
        // It did not leave before the job was over.
        let daemon = try RunningDaemon(in: directory)
        #expect(try daemon.state(of: "1") == "completed")
    }

    @Test(.enabled(if: FileManager.default.isExecutableFile(atPath: activator)))
    func `a socket of another name is not taken for its own`() throws {
        let directory = try RunningDaemon.scratch()
        let (process, errors) = try start(directory, name: "other", "")
        // The request that starts it; it makes a socket of its own then, and nobody answers here.
        let connection = try Connection(directory + "/a.sock")
        try connection.send("GET", "/health", [:], [])
        errors.wait(for: "serves with")
        let http = HTTPClient(socket: directory + "/api.sock")
        #expect(try http.get("/health").status == 200)
        #expect(process.isRunning)
        process.terminate()
        process.waitUntilExit()
        #expect(process.terminationStatus == 0)
    }
}
