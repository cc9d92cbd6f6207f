import Jobs
import Scenarios

/// What `POST /api/v1/jobs/batch` takes: several submissions, each with its own outcome.
public struct BatchRequest: WireShape {
    /// One submission and what makes it the same as an earlier one.
    public struct Item: Hashable, Sendable {
        /// The submission.
        public var submission: SubmissionRequest
        /// A text of the caller; the same text gives the same job.
        public var idempotencyKey: String?

        /// Makes an item.
        public init(_ submission: SubmissionRequest, idempotencyKey: String? = nil) {
            self.submission = submission
            self.idempotencyKey = idempotencyKey
        }
    }

    /// The items as they came, each read by itself: what is wrong with one is its own answer.
    public var jobs: [JSONValue]
    /// Either all are accepted or none is.
    public var allOrNothing: Bool

    /// A request for these jobs.
    public init(_ items: [Item], allOrNothing: Bool = false) {
        jobs = items.map(\.json)
        self.allOrNothing = allOrNothing
    }

    /// Reads the object.
    public init(_ object: ObjectReader) throws(ShapeError) {
        try object.allow(only: ["jobs", "all_or_nothing"])
        allOrNothing = try object.flag("all_or_nothing")
        jobs = try object.elements("jobs", max: APILimits.batchJobsMax).map(\.value)
        guard !jobs.isEmpty else { throw object.error("jobs", expected: "at least one job") }
    }

    /// The object to send.
    public var json: JSONValue {
        ["jobs": .array(jobs), "all_or_nothing": .bool(allOrNothing)]
    }

    /// Reads the item at that place.
    public func item(_ place: Int) throws(ShapeError) -> Item {
        try Item(ObjectReader(jobs[place], path: "$.jobs[\(place)]"))
    }
}

extension BatchRequest.Item {
    private static let key = "idempotency_key"

    init(_ object: ObjectReader) throws(ShapeError) {
        idempotencyKey = try object.textIfAny(Self.key)
        if let key = idempotencyKey,
            key.isEmpty || key.utf8.count > APILimits.idempotencyKeyBytesMax
        {
            throw object.error(
                Self.key, expected: "1 to \(APILimits.idempotencyKeyBytesMax) bytes")
        }
        submission = try SubmissionRequest(object.without(Self.key))
    }

    var json: JSONValue {
        guard case .object(var object) = submission.json else { return submission.json }
        object[Self.key] = .from(idempotencyKey)
        return .object(object)
    }
}

/// What became of the jobs of a batch, in their order.
public struct BatchAnswer: WireShape {
    /// What became of one.
    public enum Outcome: Hashable, Sendable {
        /// It is stored.
        case accepted(JobShape)
        /// It was submitted before, with the same key.
        case known(JobShape)
        /// It was not accepted.
        case refused(Problem)
    }

    /// One for each job.
    public var results: [Outcome]

    /// Makes an answer.
    public init(_ results: [Outcome]) { self.results = results }

    /// How many jobs are stored now that were not before.
    public var accepted: Int {
        results.count { if case .accepted = $0 { true } else { false } }
    }

    /// How many were not accepted.
    public var refused: Int {
        results.count { if case .refused = $0 { true } else { false } }
    }

    /// Reads the object.
    public init(_ object: ObjectReader) throws(ShapeError) {
        results = []
        for reader in try object.objects("results", max: APILimits.batchJobsMax) {
            results.append(try Outcome(reader))
        }
    }

    /// The object to send.
    public var json: JSONValue {
        [
            "accepted": .integer(accepted), "refused": .integer(refused),
            "results": .array(results.map(\.json)),
        ]
    }
}

extension BatchAnswer.Outcome {
    init(_ object: ObjectReader) throws(ShapeError) {
        let status = try object.integer("status", in: 0...999)
        if let problem = try object.objectIfAny("problem") {
            self = .refused(try Problem(problem))
        } else {
            let job = try JobShape(object.object("job"))
            self = status == 201 ? .accepted(job) : .known(job)
        }
    }

    var json: JSONValue {
        switch self {
        case .accepted(let job): ["status": 201, "job": job.json]
        case .known(let job): ["status": 200, "job": job.json]
        case .refused(let problem):
            ["status": .integer(problem.status), "problem": problem.json]
        }
    }
}
