import Engine
import Glibc
import Jobs
import Scenarios

/// Runs documents by the real engine, in a directory of its own that goes with it.
final class Fixture {
    struct NoDirectory: Error {}

    let directory: String
    let stop = StopSignal()

    init() throws {
        // What is written to a shell that has ended must not end the tests.
        signal(SIGPIPE, SIG_IGN)
        var name = Array("/tmp/orchestro-doctest-XXXXXX".utf8CString)
        guard mkdtemp(&name) != nil else { throw NoDirectory() }
        directory = String(decoding: name.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
        mkdir(directory + "/private", 0o700)
    }

    deinit { Self.removeTree(directory) }

    private static func removeTree(_ path: String) {
        if let directory = opendir(path) {
            while let entry = readdir(directory) {
                let name = withUnsafePointer(to: &entry.pointee.d_name) {
                    $0.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
                }
                if name != ".", name != ".." { removeTree(path + "/" + name) }
            }
            closedir(directory)
        }
        remove(path)
    }

    /// The results of the examples of documents, which are run one after the other. `seen` is
    /// told each event as it comes.
    func run(
        _ documents: [String], rules: Scenario.ExampleRules = .init(),
        seen: (Event) -> Void = { _ in }
    ) throws -> [TaskResult] {
        let read = documents.enumerated().map { place, text in
            (path: "\(place).md", examples: ShellExample.read(text, prefix: "$").examples)
        }
        var examples = ExampleRun(read)
        var plan = RunPlan(
            items: read.map { path, examples in
                RunPlan.Item(
                    scenario: Scenario(examples: examples, name: path, rules: rules),
                    path: path, directory: directory, needs: [])
            },
            workers: 1, callerDirectory: directory,
            environment: ["PATH": "/usr/local/bin:/usr/bin:/bin", "LANG": "C.UTF-8"],
            temporaryBase: directory + "/private")
        plan.failFast = rules.failFast
        let pool = Pool(plan, stop: stop)
        try pool.begin()
        var isDone = false
        while !isDone {
            // The tick is for the events, which have no descriptor.
            var watched = [pollfd(fd: pool.doneDescriptor, events: Int16(POLLIN), revents: 0)]
            poll(&watched, 1, 10)
            isDone = watched[0].revents != 0
            for event in pool.takeEvents() { examples.translate(event).forEach(seen) }
        }
        return examples.results
    }

    /// The results of one code block.
    func run(
        block code: String, language: String = "sh", rules: Scenario.ExampleRules = .init(),
        seen: (Event) -> Void = { _ in }
    ) throws -> [TaskResult] {
        try run(["```\(language)\n\(code)\n```\n"], rules: rules, seen: seen)
    }
}

extension TaskResult {
    /// The failure's message; otherwise the outcome's word.
    var gist: String {
        switch outcome {
        case .failed(let failure): failure.message
        case .skipped(let reason): "skipped: \(reason)"
        case .error(let cause): "error: \(cause.message)"
        case .passed, .cancelled: outcome.word
        }
    }

    var failure: Failure? { if case .failed(let failure) = outcome { failure } else { nil } }
}
