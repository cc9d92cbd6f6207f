import Jobs
import Scenarios

/// The API's shapes under the names of ``GraphQLSchema``: camelCase for members, seconds told by
/// their name, capitals for words of an enumeration.
enum GraphQLNames {
    /// Members whose texts are words of an enumeration.
    private static let words: Set<String> = [
        "status", "state", "outcome", "verdict", "cause", "event", "strategy",
    ]
    private static let outcomes: Set<String> = [
        "passed", "failed", "error", "cancelled", "skipped",
    ]

    /// An object and all objects in it; records of attempts stay as they are.
    static func renamed(_ value: JSONValue) -> JSONValue {
        switch value {
        case .object(let object):
            var renamed = JSONObject()
            for (key, value) in object.members { renamed[camelCase(key)] = member(key, value) }
            return .object(renamed)
        case .array(let items): return .array(items.map(renamed))
        case .null, .bool, .integer, .number, .string: return value
        }
    }

    private static func member(_ key: String, _ value: JSONValue) -> JSONValue {
        switch (key, value) {
        case ("record", _): value
        // What ended may be a job or a task, so its words are no enumeration.
        case ("ended", .object(let object)): .object(object)
        case ("outcome", .string(let word)) where !outcomes.contains(word): "ERROR"
        case (_, .string(let word)) where words.contains(key): .string(capitals(word))
        default: renamed(value)
        }
    }

    /// `load-balance` → `LOAD_BALANCE`
    static func capitals(_ word: String) -> String {
        String(word.uppercased().map { $0 == "-" ? "_" : $0 })
    }

    /// `estimate_s` → `estimateSeconds`, `job_id` → `jobId`
    static func camelCase(_ key: String) -> String {
        var parts = key.split(separator: "_").map(String.init)
        if parts.count > 1, parts.last == "s" { parts[parts.count - 1] = "seconds" }
        return parts.dropFirst().reduce(parts.first ?? "") {
            $0 + $1.prefix(1).uppercased() + $1.dropFirst()
        }
    }

    /// An error with the path that the input has.
    static func renamed(_ error: ShapeError) -> ShapeError {
        var error = error
        error.path = error.path.split(separator: ".").map { camelCase(String($0)) }
            .joined(separator: ".")
        return error
    }

    /// `callerDirectory` → `caller_directory`
    static func snakeCase(_ key: String) -> String {
        key.reduce(into: "") { $0 += $1.isUppercase ? "_" + $1.lowercased() : String($1) }
    }

    /// An input object and all objects in it.
    static func wire(_ value: JSONValue) -> JSONValue {
        switch value {
        case .object(let object):
            var renamed = JSONObject()
            for (key, value) in object.members { renamed[snakeCase(key)] = wire(value) }
            return .object(renamed)
        case .array(let items): return .array(items.map(wire))
        case .null, .bool, .integer, .number, .string: return value
        }
    }
}

extension JobShape {
    /// A `Job`, without its `tasks`, which are asked for page by page.
    public var graphQL: JSONValue {
        guard case .object(let object) = json else { return .null }
        var job = JSONObject()
        for (key, value) in object.members where key != "tasks" && key != "result" {
            job[key] = value
        }
        job["task_counts"] = tasks.json
        return GraphQLNames.renamed(.object(job))
    }
}

extension JobPage {
    /// A `JobPage`.
    public var graphQL: JSONValue {
        ["jobs": .array(jobs.map(\.graphQL)), "next": next.map { .string($0) } ?? .null]
    }
}

extension TaskShape {
    /// A `Task`; each of its attempts says what it is one of.
    public var graphQL: JSONValue {
        guard case .object(var object) = GraphQLNames.renamed(json) else { return .null }
        object["attempts"] = .array(
            attempts.map { attempt in
                guard case .object(var object) = GraphQLNames.renamed(attempt.json) else {
                    return .null
                }
                object["jobId"] = .string(key.job.description)
                object["task"] = .integer(key.task.index + 1)
                return .object(object)
            })
        return .object(object)
    }
}

extension TaskPage {
    /// A `TaskPage`.
    public var graphQL: JSONValue {
        ["tasks": .array(tasks.map(\.graphQL)), "next": .from(next)]
    }
}

extension WhyShape {
    /// A `Why`.
    public var graphQL: JSONValue {
        guard case .object(var object) = GraphQLNames.renamed(json) else { return .null }
        if case .running(let attempts) = state {
            object["running"] = .array(attempts.map { .string($0.description) })
        }
        return .object(object)
    }
}

extension WorkerShape {
    /// A `Worker`.
    public var graphQL: JSONValue { GraphQLNames.renamed(json) }
}

extension CancelAnswer {
    /// A `CancelResult`.
    public var graphQL: JSONValue { GraphQLNames.renamed(json) }
}

extension RetryAnswer {
    /// A `RetryResult`.
    public var graphQL: JSONValue { GraphQLNames.renamed(json) }
}

extension EventShape {
    /// An `Event`; nil for what a later version tells.
    public var graphQL: JSONValue? {
        switch self {
        case .kept, .step, .lost: GraphQLNames.renamed(json)
        case .unknown: nil
        }
    }
}

extension StatusShape {
    /// A `ServiceStatus`.
    public var graphQL: JSONValue {
        func word(_ strategy: Strategy) -> JSONValue {
            .string(GraphQLNames.capitals(strategy.rawValue))
        }
        return [
            "release": .string(version), "startedAt": .time(startedMicroseconds),
            "uptimeSeconds": .seconds(uptime), "draining": .bool(isDraining),
            "strategy": word(strategy), "chosenStrategy": chosen.map(word) ?? .null,
            "chosenReason": .from(chosenReason), "slots": .integer(slots),
            "slotsBusy": .integer(slotsBusy), "jobsPending": .integer(jobsPending),
            "jobsRunning": .integer(jobsRunning), "tasksQueued": .integer(tasksQueued),
            "tasksRunning": .integer(tasksRunning),
        ]
    }
}

extension KeyShape {
    /// A `Key`, without its secret.
    public var graphQL: JSONValue {
        guard case .object(let members) = json else { return .null }
        var key = JSONObject()
        for (name, value) in members.members where name != "secret" && name != "uses" {
            key[name] = value
        }
        key["scopes"] = .array(scopes.map { .string(GraphQLNames.capitals($0)) })
        key["usage_count"] = .integer(Int(usesCount))
        return GraphQLNames.renamed(.object(key))
    }

    /// A `CreatedKey`.
    public var graphQLWithSecret: JSONValue { ["key": graphQL, "secret": .from(secret)] }
}

extension UsagePage {
    /// A `UsagePage`.
    public var graphQL: JSONValue { GraphQLNames.renamed(json) }
}

extension AuditPage {
    /// An `AuditPage`.
    public var graphQL: JSONValue { GraphQLNames.renamed(json) }
}

extension SubmissionRequest {
    /// What a `SubmitInput` asks for; errors tell the names that it has there.
    public init(graphQL input: JSONValue) throws(ShapeError) {
        do throws(ShapeError) { try self.init(json: GraphQLNames.wire(input)) } catch {
            throw GraphQLNames.renamed(error)
        }
    }
}

extension KeyRequest {
    /// What a `KeyInput` asks for; errors tell the names that it has there.
    public init(graphQL input: JSONValue) throws(ShapeError) {
        do throws(ShapeError) { try self.init(json: GraphQLNames.wire(input)) } catch {
            throw GraphQLNames.renamed(error)
        }
        scopes = scopes.map { $0.lowercased() }
    }
}

extension JobState {
    /// The state of a `JobStatusEnum`'s word.
    public init?(graphQL word: String) { self.init(rawValue: word.lowercased()) }
}

extension Strategy {
    /// The strategy of a `Strategy`'s word.
    public init?(graphQL word: String) {
        self.init(rawValue: String(word.lowercased().map { $0 == "_" ? "-" : $0 }))
    }
}
