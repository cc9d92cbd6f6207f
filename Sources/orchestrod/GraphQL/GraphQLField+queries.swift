import Access
import GraphQL
import HTTPTypes
import Jobs
import Scenarios
import Store
import Wire

extension GraphQLField {
    /// What can be asked.
    static let queries = [
        GraphQLField("Query.health", .get, .health) { call in
            _ = try await call.service.status()
            return "healthy"
        },
        GraphQLField("Query.job", .get, .job) { call in
            try nullable { try call.job() }?.shape.graphQL ?? .null
        },
        GraphQLField("Query.listJobs", .get, .jobs) { call in
            let states = call.text("status").flatMap(JobState.init(graphQL:))
            let page = try call.service.jobs(
                in: Set(states.map { [$0] } ?? []), of: nil, PageRequest(), call.context)
            return .array(page.jobs.map(\.graphQL))
        },
        GraphQLField("Query.jobs", .get, .jobs) { call in
            try call.service.jobs(
                in: call.states(), of: call.text("owner"), try call.page(), call.context
            ).graphQL
        },
        GraphQLField("Query.task", .get, .task) { call in
            guard let task = try nullable({ try call.task() }) else { return .null }
            return try await call.service.shape(task, withRecords: false).graphQL
        },
        GraphQLField("Query.why", .get, .why) { call in
            guard let job = try nullable({ try call.job() }) else { return .null }
            let number = call.number("task")
            if number != nil, try nullable({ try call.task() }) == nil { return .null }
            return try await call.service.why(job, task: number).graphQL
        },
        GraphQLField("Query.status", .get, .status) { call in
            try await call.service.status().graphQL
        },
        GraphQLField("Query.workers", .get, .workers) { call in
            .array(try await call.service.workers(call.context).workers.map(\.graphQL))
        },
        GraphQLField("Query.keys", .get, .keys) { call in
            let page = try call.service.keys(
                of: call.text("owner"), try call.page(cursor: "after"), call.context)
            return .array(page.keys.map(\.graphQL))
        },
        GraphQLField("Query.usage", .get, .usage) { call in
            try call.service.usage(
                of: try call.keyID(), since: call.text("since"), after: call.text("cursor"),
                limit: try call.limit(), call.context
            ).graphQL
        },
        GraphQLField("Query.audit", .get, .audit) { call in
            let filter = try AuditFilter(action: call.text("action"), key: try call.keyID())
            return try call.service.audit(filter, try call.page()).graphQL
        },
    ]

    /// What belongs to objects and is looked up only when it is asked for.
    static let parts = [
        GraphQLField("Job.tasks", .get, .tasks) { call in
            guard case .string(let text) = call.own("jobId"), let job = JobID(text: text) else {
                return .null
            }
            return try await call.service.tasks(of: job, try call.page(), withRecords: false)
                .graphQL
        },
        GraphQLField("Attempt.record", .get, .task) { call in
            guard case .string(let job) = call.own("jobId"),
                case .integer(let task) = call.own("task"),
                case .integer(let attempt) = call.own("attempt"),
                let key = AttemptKey(text: "\(job).\(task).\(attempt)")
            else { return .null }
            return try call.service.record(of: key) ?? .null
        },
    ]

    /// What a question is about; nil: there is no such thing, or none that the caller may see.
    private static func nullable<Value>(_ look: () throws -> Value) throws -> Value? {
        do { return try look() } catch let problem as Problem where problem.kind == .notFound {
            return nil
        }
    }
}

extension GraphQLCall {
    /// The states that `status` names.
    fileprivate func states() -> Set<JobState> {
        guard case .array(let words) = value("status") else { return [] }
        let states = words.compactMap { word -> JobState? in
            if case .string(let word) = word { JobState(graphQL: word) } else { nil }
        }
        return Set(states)
    }

    /// The task that `jobId` and `task` name.
    fileprivate func task() throws -> StoredTask {
        try service.task("\(number("task") ?? 0)", of: try job())
    }

    /// The key that `key` names.
    fileprivate func keyID() throws(Problem) -> KeyID? {
        guard let text = text("key") else { return nil }
        return KeyID(try Query.number(text, "key"))
    }
}
