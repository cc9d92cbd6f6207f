import Jobs
import Scenarios

extension WorkerMessage {
    /// Head and text of the frame. An end whose record does not fit is told without it.
    public func bytes() throws(FrameError) -> [UInt8] {
        do throws(FrameError) {
            return try FrameText.bytes(object)
        } catch {
            guard case .ended(var end) = frame, end.record != nil else { throw error }
            end.record = nil
            return try WorkerMessage(number: number, frame: .ended(end)).bytes()
        }
    }

    /// Reads the text of a frame.
    public init(text: [UInt8]) throws(FrameError) {
        self = try FrameText.read(text) { object, kind throws(ShapeError) in
            guard let frame = try WorkerFrame(kind, object) else { return nil }
            let numbers = frame.isKept ? 1...Int.max : 0...0
            return WorkerMessage(number: try object.integer("number", in: numbers), frame: frame)
        }
    }

    /// The JSON form.
    public var object: JSONObject {
        var object: JSONObject = ["frame": .string(frame.kind), "number": .integer(number)]
        frame.add(to: &object)
        return object
    }
}

extension WorkerFrame {
    fileprivate var kind: String {
        switch self {
        case .ready: "ready"
        case .started: "started"
        case .step: "step"
        case .ended: "ended"
        case .refused: "refused"
        case .resumed: "resumed"
        }
    }

    /// Nil when there is no frame of that kind.
    fileprivate init?(_ kind: String, _ object: ObjectReader) throws(ShapeError) {
        switch kind {
        case "ready": self = .ready(try WorkerReady(object))
        case "started":
            self = .started(try object.attempt("attempt"), processID: try object.integer("pid"))
        case "step":
            self = .step(
                try object.attempt("attempt"), step: try object.integer("step"),
                note: try object.textIfAny("note"))
        case "ended": self = .ended(try AttemptEnd(object))
        case "refused":
            self = .refused(
                Refusal(rawValue: try object.name("code")) ?? .other,
                message: try object.text("message"))
        case "resumed":
            let isRunning = object.value("attempt") != nil
            self = .resumed(running: isRunning ? try object.attempt("attempt") : nil)
        default: return nil
        }
    }

    fileprivate func add(to object: inout JSONObject) {
        switch self {
        case .ready(let ready): ready.add(to: &object)
        case .started(let attempt, let processID):
            object["attempt"] = .string(attempt.description)
            object["pid"] = .integer(processID)
        case .step(let attempt, let step, let note):
            object["attempt"] = .string(attempt.description)
            object["step"] = .integer(step)
            object["note"] = .from(note)
        case .ended(let end): end.add(to: &object)
        case .refused(let code, let message):
            object["code"] = .string(code.rawValue)
            object["message"] = .string(message)
        case .resumed(let running): object["attempt"] = .from(running?.description)
        }
    }
}

extension WorkerReady {
    fileprivate init(_ object: ObjectReader) throws(ShapeError) {
        self.init(
            processID: try object.integer("pid"), account: try object.name("account"),
            userID: UInt32(try object.integer("user_id", in: 0...Int(UInt32.max))),
            version: try object.name("version"))
        controllers = try object.texts("controllers", max: WorkerLimits.controllersMax)
        cgroup = try object.pathIfAny("cgroup")
    }

    fileprivate func add(to object: inout JSONObject) {
        object["pid"] = .integer(processID)
        object["account"] = .string(account)
        object["user_id"] = .integer(Int(userID))
        object["version"] = .string(version)
        object["controllers"] = .from(controllers)
        object["cgroup"] = .from(cgroup)
    }
}

extension AttemptEnd {
    fileprivate init(_ object: ObjectReader) throws(ShapeError) {
        self.init(
            attempt: try object.attempt("attempt"), verdict: try AttemptVerdict(object),
            duration: .microseconds(Int64(try object.integer("duration_us"))),
            record: try object.objectIfAny("record")?.value)
    }

    fileprivate func add(to object: inout JSONObject) {
        object["attempt"] = .string(attempt.description)
        object["verdict"] = .string(verdict.word)
        if case .cancelled(let by) = verdict { object["by"] = .string(by) }
        object["duration_us"] = .integer(Int(duration.nanoseconds / 1000))
        object["record"] = record ?? .null
    }
}
