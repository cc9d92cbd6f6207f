import Glibc
import Jobs
import Scenarios
import Testing

@testable import Engine

/// Runs scenarios through the real pool in directories of its own, which go with it.
final class RunFixture {
    /// The caller's directory.
    let directory: String
    /// Where private directories are made.
    let temporaryBase: String
    let artifacts: String
    var environment: [String: String]
    var strict = false
    var retries = RetryPolicy()
    var failFast = false

    init() throws {
        var template = Array("/tmp/orchestro-test-XXXXXX".utf8CString)
        try #require(mkdtemp(&template) != nil)
        directory = template.withUnsafeBufferPointer { bytes in
            bytes.baseAddress.map { String(cString: $0) } ?? ""
        }
        temporaryBase = directory + "/private"
        artifacts = directory + "/artifacts"
        mkdir(temporaryBase, 0o700)
        environment = ["PATH": "/usr/bin:/bin", "HOME": directory, "LANG": "C.UTF-8"]
    }

    deinit {
        var removal = TreeRemoval()
        removal.remove(directory)
    }

    /// Reads scenarios; every text must be valid.
    func items(_ texts: [String]) throws -> [RunPlan.Item] {
        var items: [RunPlan.Item] = []
        for (place, text) in texts.enumerated() {
            let path = directory + "/scenario-\(place + 1).yaml"
            let reading = ScenarioFile.read(Array(text.utf8), path: path, lenient: false)
            let complaints = reading.diagnostics.filter { $0.severity == .error }.map(\.message)
            try #require(complaints == [])
            items += reading.scenarios.map {
                RunPlan.Item(scenario: $0, path: path, directory: directory, needs: [])
            }
        }
        return items
    }

    /// Runs scenarios to their end.
    func run(_ texts: [String], workers: Int = 1, stop: StopSignal = StopSignal()) throws
        -> [TaskResult]
    {
        try run(items(texts), workers: workers, stop: stop)
    }

    /// Runs one scenario to its end.
    func run(_ text: String) throws -> TaskResult {
        let results = try run([text])
        return try #require(results.first)
    }

    func run(
        _ items: [RunPlan.Item], workers: Int, stop: StopSignal = StopSignal(),
        whileRunning: (Pool) -> Void = { _ in }
    ) throws -> [TaskResult] {
        var plan = RunPlan(
            items: items, workers: workers, callerDirectory: directory, environment: environment,
            temporaryBase: temporaryBase)
        plan.artifactsDirectory = artifacts
        plan.strictTimeouts = strict
        plan.retries = retries
        plan.failFast = failFast
        let pool = Pool(plan, stop: stop)
        try pool.begin()
        whileRunning(pool)
        var polled = pollfd(fd: pool.doneDescriptor, events: Int16(POLLIN), revents: 0)
        while poll(&polled, 1, -1) < 0 {}
        return pool.results()
    }

    /// Entries left in the directory of private directories.
    var privateLeftovers: [String] {
        guard let opened = opendir(temporaryBase) else { return ["(gone)"] }
        defer { closedir(opened) }
        var names: [String] = []
        while let entry = readdir(opened) {
            let name = withUnsafePointer(to: &entry.pointee.d_name) {
                $0.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
            }
            if name != ".", name != ".." { names.append(name) }
        }
        return names
    }

    /// A file's text.
    func text(_ path: String) throws -> String {
        String(decoding: try readWhole(path, bytesMax: 1 << 30), as: UTF8.self)
    }
}

extension Outcome {
    var failure: Failure? {
        if case .failed(let failure) = self { failure } else { nil }
    }

    var cause: ErrorCause? {
        if case .error(let cause) = self { cause } else { nil }
    }
}
