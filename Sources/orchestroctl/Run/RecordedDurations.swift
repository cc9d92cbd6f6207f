import Engine
import Jobs
import Scenarios
import Wire

/// How long scenarios took in earlier runs, for the time a run will still take.
enum RecordedDurations {
    /// The file in a run's directory that holds one line per scenario, as `--json` gives them.
    static let fileName = "run.jsonl"
    /// Longer files are not read.
    static let bytesMax = 16 << 20

    /// Durations of these tasks in the runs kept, the latest first to be asked.
    static func load(_ directories: [String], for tasks: [TaskInfo]) -> [TaskID: Duration] {
        var missing: [Subject: TaskID] = [:]
        for task in tasks { missing[Subject(task.path, task.name)] = task.id }
        var found: [TaskID: Duration] = [:]
        for directory in directories where !missing.isEmpty {
            let path = directory + "/" + fileName
            // A run that was cut short has no such file.
            guard let bytes = try? readWhole(path, bytesMax: bytesMax) else { continue }
            for line in bytes.split(separator: UInt8(ascii: "\n")) {
                guard let (subject, duration) = read(String(decoding: line, as: UTF8.self)),
                    let id = missing.removeValue(forKey: subject)
                else { continue }
                found[id] = duration
            }
        }
        return found
    }

    /// Writes the file of a run; returns what went wrong.
    static func write(_ summary: RunSummary, in directory: String) -> FileFailure? {
        let lines = summary.results.map { RunLine.json($0).text() + "\n" }.joined()
        return writeFile(directory + "/" + fileName, lines)
    }

    private struct Subject: Hashable {
        let path: String
        let name: String

        init(_ path: String, _ name: String) {
            self.path = path
            self.name = name
        }
    }

    private static func read(_ line: String) -> (Subject, Duration)? {
        // A line that cannot be read tells no duration.
        guard case .object(let object)? = try? JSONValue.parse(line),
            case .string(let path)? = object["path"], case .string(let name)? = object["name"]
        else { return nil }
        switch object["duration_s"] {
        case .number(let seconds) where seconds >= 0 && seconds < 1e9:
            return (Subject(path, name), .seconds(seconds))
        case .integer(let seconds) where seconds >= 0 && seconds < 1_000_000_000:
            return (Subject(path, name), .seconds(seconds))
        default: return nil
        }
    }
}
