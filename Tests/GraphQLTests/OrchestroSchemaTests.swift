import Foundation
import Jobs
import Scenarios
import Testing
import Wire

@testable import GraphQL

/// The service's own schema and the shapes that fill it.
@Suite struct OrchestroSchemaTests {
    private func schema() throws -> Schema { try Schema(GraphQLSchema.text) }

    private let samples = URL(filePath: #filePath).deletingLastPathComponent()
        .deletingLastPathComponent().appending(path: "WireTests/v1")

    /// A frozen sample of the HTTP API.
    private func sample(_ name: String) throws -> JSONValue {
        let file = samples.appending(path: "api-\(name).json")
        return try JSONValue.parse(String(contentsOf: file, encoding: .utf8))
    }

    /// The frozen samples of events.
    private func events() throws -> [JSONValue] {
        let names = try FileManager.default.contentsOfDirectory(atPath: samples.path())
            .filter { $0.hasPrefix("api-event-") }
        #expect(names.count >= 12)
        return try names.map { try sample(String($0.dropFirst(4).dropLast(5))) }
    }

    /// A query for every field of a type that has a value, down to the leaves.
    private func everything(_ type: String, _ schema: Schema) -> String {
        let fields = (schema.types[type]?.fields ?? []).map { field in
            let inner = schema.type(of: field.type)
            return inner?.isLeaf == false && field.arguments.isEmpty
                ? field.name + everything(field.type.name, schema)
                : field.arguments.isEmpty ? field.name : ""
        }
        return "{ __typename " + fields.joined(separator: " ") + " }"
    }

    /// What the whole of a value looks like as a type, through a field of that type.
    private func answer(_ value: JSONValue, as type: String) async throws -> GraphQLResponse {
        let schema = try Schema(
            GraphQLSchema.text.replacing("type Query {", with: "type Query {\n probe: \(type)!"))
        let root = try #require(schema.root(.subscription))
        let streams = root.fields.map { ("\(root.name).\($0.name)", opener) }
        let service = try GraphQLService<Int>(
            schema: schema, resolvers: ["Query.probe": { _ in value }],
            subscriptions: Dictionary(uniqueKeysWithValues: streams))
        let query = "{ probe \(everything(type, schema)) }"
        return await service.execute(try service.prepare(GraphQLRequest(query: query)), 0)
    }

    private let opener: GraphQLService<Int>.Opener = { _ in SubscriptionSource(next: { nil }) }

    @Test func `the schema is valid`() throws {
        let schema = try schema()
        for scalar in GraphQLSchema.scalars { #expect(schema.types[scalar] != nil) }
        let own = schema.typeNames.filter { !$0.hasPrefix("__") }.compactMap { schema.types[$0] }
        for type in own { #expect(type.description != nil, "\(type.name) has no description") }
    }

    @Test func `the original's operations are there`() throws {
        let schema = try schema()
        let document = try Document(
            parsing: """
                query Q($status: JobStatusEnum) {
                  health
                  job(jobId: "1") { jobId status createdAt startedAt completedAt progress }
                  listJobs(status: $status) { jobId }
                }
                mutation M { cancelJob(jobId: "1") }
                """)
        #expect(schema.validate(document) == [])
        guard case .enumeration(let values) = schema.types["JobStatusEnum"]?.kind else {
            Issue.record("no enumeration")
            return
        }
        #expect(
            values.map(\.name) == ["PENDING", "RUNNING", "COMPLETED", "FAILED", "CANCELLED"])
    }

    @Test func `words are those of the program`() throws {
        let schema = try schema()
        func words(_ type: String) -> [String] {
            guard case .enumeration(let values) = schema.types[type]?.kind else { return [] }
            return values.map(\.name)
        }
        #expect(words("JobStatusEnum").map { JobState(graphQL: $0) } == JobState.allCases)
        #expect(words("Strategy").map { Strategy(graphQL: $0) } == Strategy.allCases)
        #expect(words("WorkerState") == WorkerShape.State.allCases.map { $0.rawValue.uppercased() })
        #expect(words("WaitCause") == WhyShape.Cause.allCases.map { $0.rawValue.uppercased() })
    }

    @Test func `every shape fills its type`() async throws {
        var shapes: [(String, JSONValue)] = [
            ("Job", try JobShape(json: sample("job")).graphQL),
            ("JobPage", try JobPage(json: sample("job-page")).graphQL),
            ("Task", try TaskShape(json: sample("task")).graphQL),
            ("Task", try TaskShape(json: sample("task-queued")).graphQL),
            ("TaskPage", try TaskPage(json: sample("task-page")).graphQL),
            ("ServiceStatus", try StatusShape(json: sample("status")).graphQL),
            ("CancelResult", try CancelAnswer(json: sample("cancel")).graphQL),
            ("RetryResult", try RetryAnswer(json: sample("retry")).graphQL),
        ]
        for worker in try WorkerList(json: sample("workers")).workers {
            shapes.append(("Worker", worker.graphQL))
        }
        for name in ["waiting", "running", "ended"] {
            shapes.append(("Why", try WhyShape(json: sample("why-" + name)).graphQL))
        }
        for event in try events() {
            shapes.append(("Event", try #require(try EventShape(json: event).graphQL)))
        }
        for (type, value) in shapes {
            let answer = try await answer(value, as: type)
            #expect(answer.errors == [], "\(type)")
            guard case .object(let data) = answer.data, case .object(let given) = value,
                case .object(let object) = data["probe"]
            else { continue }
            // Nothing of a shape is lost: each member is a field of the type.
            for (key, _) in given.members { #expect(object[key] != nil, "\(type).\(key)") }
        }
    }

    @Test func `renaming tells seconds and words`() async throws {
        let answer = try await answer(TaskShape(json: sample("task")).graphQL, as: "Task")
        let text = answer.json.text()
        #expect(text.contains(#""estimateSeconds":2"#))
        #expect(text.contains(#""outcome":"FAILED""#))
        #expect(text.contains(#""verdict":"FAILED""#))
        #expect(text.contains(#""record":{"#))
    }

    @Test func `a submission is read from its input`() throws {
        let input: JSONValue = [
            "name": "nightly", "callerDirectory": "/home/ann", "skipTags": ["slow"],
            "limits": ["memoryBytes": 1024], "deadline": .null,
            "files": [["path": "a.yaml", "directory": "/home/ann", "text": "command: x"]],
        ]
        let request = try SubmissionRequest(graphQL: input)
        #expect(request.name == "nightly")
        #expect(request.skipTags == ["slow"])
        #expect(request.limits.memoryBytes == 1024)
        #expect(throws: ShapeError.self) { try SubmissionRequest(graphQL: ["files": []]) }
    }

    @Test func `usual queries are cheap enough and everything at once is not`() throws {
        let schema = try schema()
        let streams = (schema.root(.subscription)?.fields ?? []).map {
            ("Subscription.\($0.name)", opener)
        }
        let service = try GraphQLService<Int>(
            schema: schema, resolvers: [:],
            subscriptions: Dictionary(uniqueKeysWithValues: streams))
        func cost(_ query: String) throws -> Int {
            try service.prepare(GraphQLRequest(query: query)).cost.cost
        }
        #expect(
            try cost("{ jobs { jobs { jobId status tasks { tasks { name state } } } } }") < 10_000)
        #expect(try cost("{ jobs(limit: 1000) { jobs { jobId status } next } }") == 2_003)
        #expect(
            mistakes {
                _ = try cost(
                    "{ jobs(limit: 1000) { jobs { tasks(limit: 1000) { tasks { name } } } } }")
            }.count == 1)
    }
}
