import Jobs
import Scenarios

/// The record file of one attempt: everything that is known about it when it is over.
/// Members are only ever added.
public enum AttemptRecord {
    /// The number in `version`; another one would mean another shape.
    public static let version = 1

    /// A part of the recording, when it came: microseconds since the attempt began, length.
    public typealias Chunk = (microseconds: Int64, bytes: Int)

    /// The record of an attempt of that task. `chunks` gives the recording's bytes their time;
    /// of a stream too long to keep, `droppedBytes` are missing between its head and its tail.
    public static func json(
        _ attempt: AttemptResult, of task: TaskInfo, chunks: [Chunk] = [], droppedBytes: Int = 0
    ) -> JSONValue {
        var object: JSONObject = [
            "version": .integer(version),
            "path": .string(task.path),
            "name": .string(task.name),
            "tags": .from(task.tags),
            "attempt": .integer(attempt.number),
            "outcome": .string(attempt.outcome.word),
            "started": .string(UTCTime(microseconds: attempt.startedMicroseconds).text),
            "duration_s": .seconds(attempt.duration),
            "steps": .array(attempt.steps.map(shape)),
            "warnings": .from(attempt.warnings),
            "usage": shape(attempt.usage),
            "leaked": .from(attempt.leaked),
            "ending": attempt.ending.map(shape) ?? .null,
            "death": attempt.death.map(shape) ?? .null,
            "stopped": attempt.stopped.map { .object(shape($0)) } ?? .null,
            "output_bytes": .integer(attempt.outputBytes),
            "artifacts": .from(attempt.artifactsDirectory),
            "recording": .object([
                "dropped_bytes": .integer(droppedBytes),
                "chunks_us_bytes": .array(
                    chunks.map { .array([.integer(Int($0.microseconds)), .integer($0.bytes)]) }),
            ]),
        ]
        OutcomeShape.add(attempt.outcome, to: &object)
        return .object(object)
    }

    private static func shape(_ step: StepResult) -> JSONValue {
        var object: JSONObject = [
            "step": .integer(step.number),
            "status": .string(step.status.rawValue),
            "began_s": .seconds(step.began),
            "duration_s": .seconds(step.duration),
            "note": .from(step.note),
        ]
        if let failure = step.failure { object["failure"] = .object(OutcomeShape.shape(failure)) }
        return .object(object)
    }

    private static func shape(_ usage: Usage) -> JSONValue {
        .object([
            "user_s": .seconds(usage.user),
            "system_s": .seconds(usage.system),
            "peak_memory_bytes": .integer(usage.peakMemoryBytes),
            "processes_peak": .from(usage.processesPeak),
            "read_bytes": .from(usage.readBytes),
            "written_bytes": .from(usage.writtenBytes),
            "memory_kills": .from(usage.memoryKills),
            "process_limit_hits": .from(usage.processLimitHits),
        ])
    }

    private static func shape(_ ending: Ending) -> JSONValue {
        switch ending {
        case .exited(let status):
            .object(["kind": .string("exited"), "status": .integer(status)])
        case .signalled(let signal):
            .object(["kind": .string("signalled"), "signal": .integer(signal)])
        case .stopped:
            .object(["kind": .string("stopped")])
        }
    }

    private static func shape(_ death: CauseOfDeath) -> JSONValue {
        switch death {
        case .exit(let status): ["cause": "exit", "status": .integer(status)]
        case .signal(let signal): ["cause": "signal", "signal": .integer(signal)]
        case .timeout(let after): ["cause": "timeout", "after_s": .seconds(after)]
        case .outOfMemory(let limit, let peak, let kills):
            [
                "cause": "out_of_memory", "limit_bytes": .from(limit), "peak_bytes": .from(peak),
                "kills": .integer(kills),
            ]
        case .cancelled(let by, let count):
            .object(shape(count, ["cause": "cancelled", "by": .string(by)]))
        case .outputLimit(let bytes): ["cause": "output_limit", "limit_bytes": .integer(bytes)]
        case .lost: ["cause": "lost"]
        case .hostRestart: ["cause": "host_restart"]
        }
    }

    private static func shape(_ count: StopCount, _ object: JSONObject = [:]) -> JSONObject {
        var object = object
        object["processes"] = .integer(count.processes)
        object["killed"] = .integer(count.killed)
        object["left"] = .integer(count.left)
        return object
    }
}
