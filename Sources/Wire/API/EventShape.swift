import Jobs
import Scenarios

/// What a stream of events carries.
public enum EventShape: WireShape {
    /// Something that happened and is kept; its number is the stream's `id`.
    case kept(NumberedEvent)
    /// An attempt came to a step; told to who listens now and never again.
    case step(AttemptKey, step: Int, note: String?)
    /// So many steps were not told because the reader was slow.
    case lost(steps: Int)
    /// Something a later version tells; its name.
    case unknown(String)

    /// The word in `event`.
    public var name: String {
        switch self {
        case .kept(let event): event.event.name
        case .step: "step"
        case .lost: "lost"
        case .unknown(let name): name
        }
    }

    /// The object to send.
    public var json: JSONValue {
        switch self {
        case .kept(let numbered):
            var object: JSONObject = [
                "event": .string(name), "number": .integer(Int(numbered.number)),
                "time": .time(numbered.microseconds),
            ]
            numbered.event.add(to: &object)
            return .object(object)
        case .step(let attempt, let step, let note):
            var object: JSONObject = ["event": .string(name)]
            attempt.add(to: &object)
            object["step"] = .integer(step)
            object["note"] = .from(note)
            return .object(object)
        case .lost(let steps): return ["event": .string(name), "steps": .integer(steps)]
        case .unknown: return ["event": .string(name)]
        }
    }

    /// Reads the object.
    public init(_ object: ObjectReader) throws(ShapeError) {
        let name = try object.text("event")
        if name == "step" {
            self = .step(
                try AttemptKey(event: object), step: try object.integer("step"),
                note: try object.textIfAny("note"))
            return
        }
        if name == "lost" {
            self = .lost(steps: try object.integer("steps", in: 1...Int.max))
            return
        }
        guard let event = try JobEvent(name, object) else {
            self = .unknown(name)
            return
        }
        self = .kept(
            NumberedEvent(
                number: Int64(try object.integer("number", in: 1...Int.max)),
                microseconds: try object.time("time"), event: event))
    }

    /// As one message of a `text/event-stream`.
    public var serverSent: String {
        var id: String?
        if case .kept(let event) = self { id = String(event.number) }
        return ServerSentEvent(id: id, event: name, data: text).text
    }
}

extension AttemptKey {
    init(event object: ObjectReader) throws(ShapeError) {
        self.init(
            TaskKey(try object.job("job_id"), try object.task("task")),
            try object.integer("attempt", in: 1...Int.max))
    }

    func add(to object: inout JSONObject) {
        task.add(to: &object)
        object["attempt"] = .integer(number)
    }
}

extension TaskKey {
    func add(to object: inout JSONObject) {
        object["job_id"] = .string(job.description)
        object["task"] = .integer(task.index + 1)
    }
}
