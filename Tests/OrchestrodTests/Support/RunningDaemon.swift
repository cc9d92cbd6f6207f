import Foundation
import Testing

/// The built daemon in a directory of its own, as an ordinary account runs it.
final class RunningDaemon {
    let directory: String
    private let process = Process()
    private let errors = SaidErrors()

    static let programs = Bundle.main.executableURL?.deletingLastPathComponent().path ?? "."

    /// A directory with a short path, since sockets cannot have long ones. It is removed when the
    /// tests end.
    static func scratch() throws -> String { try ScratchDirectories.make() }

    /// Starts it and waits until it serves. Without a directory it gets an empty one.
    init(
        in directory: String? = nil, configuration: String = "workers: 2\n",
        _ arguments: [String] = [], variables: [String: String] = [:]
    ) throws {
        self.directory = try directory ?? Self.scratch()
        let file = self.directory + "/orchestrod.yaml"
        try configuration.write(toFile: file, atomically: true, encoding: .utf8)
        process.executableURL = URL(fileURLWithPath: Self.programs + "/orchestrod")
        process.arguments = ["--user-mode", self.directory, "--config", file] + arguments
        process.environment = ProcessInfo.processInfo.environment.merging(variables) { $1 }
        process.standardInput = FileHandle.nullDevice
        process.standardOutput = FileHandle.nullDevice
        process.standardError = errors.pipe
        try process.run()
        waitUntilItSays("serves with")
        try #require(said.contains("serves with"), "\(said)")
    }

    deinit {
        if process.isRunning { stop() }
    }

    var said: String { errors.text }

    var http: HTTPClient { HTTPClient(socket: directory + "/api.sock") }

    /// Asks it to stop and waits until it has.
    func stop() {
        process.terminate()
        process.waitUntilExit()
    }

    /// Kills it as the kernel would.
    func kill() {
        Foundation.kill(process.processIdentifier, SIGKILL)
        process.waitUntilExit()
    }

    /// Memory that it has, in bytes.
    func residentBytes() throws -> Int {
        let path = "/proc/\(process.processIdentifier)/status"
        let status = try String(contentsOfFile: path, encoding: .utf8)
        let line = try #require(status.split(separator: "\n").first { $0.hasPrefix("VmRSS:") })
        return try #require(Int(line.split(separator: " ")[1])) << 10
    }

    func signal(_ number: Int32) { Foundation.kill(process.processIdentifier, number) }

    /// Waits until it ends by itself.
    func waitForExit() -> Int32 {
        process.waitUntilExit()
        return process.terminationStatus
    }

    /// Waits until it says something more with that text in it.
    func waitUntilItSays(_ text: String) { errors.wait(for: text) }
}

extension RunningDaemon {
    /// The body of a submission of these scenario texts.
    func body(_ scenarios: [String], _ more: [String: Any] = [:]) -> [String: Any] {
        var body: [String: Any] = ["caller_directory": directory]
        body["files"] = scenarios.enumerated().map {
            ["path": "s\($0).yaml", "directory": directory, "text": $1]
        }
        return body.merging(more) { $1 }
    }

    /// Submits them; gives the job's number.
    func submit(_ scenarios: String..., more: [String: Any] = [:]) throws -> String {
        let answer = try http.post("/api/v1/jobs", body(scenarios, more))
        try #require(answer.status == 201, "\(answer.text)")
        return try #require(answer.object["job_id"] as? String)
    }

    /// Follows the events of a job to its end; gives their names.
    @discardableResult func waitForEnd(of job: String) throws -> [String] {
        try http.events(of: job).map(\.name)
    }

    /// The words of the outcomes of a job's tasks.
    func outcomes(of job: String) throws -> [String] {
        let answer = try http.get("/api/v1/jobs/\(job)/tasks?limit=1000")
        let tasks = try #require(answer.object["tasks"] as? [[String: Any]])
        return tasks.map { $0["outcome"] as? String ?? "-" }
    }

    func state(of job: String) throws -> String {
        try http.get("/api/v1/jobs/\(job)").object["status"] as? String ?? ""
    }

    func content(_ name: String) -> String {
        // A file that is not there yet is empty.
        (try? String(contentsOfFile: directory + "/" + name, encoding: .utf8)) ?? ""
    }
}
