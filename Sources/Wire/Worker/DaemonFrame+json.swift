import Jobs
import Scenarios

extension DaemonFrame {
    /// Head and text of the frame.
    public func bytes() throws(FrameError) -> [UInt8] { try FrameText.bytes(object) }

    /// Reads the text of a frame.
    public init(text: [UInt8]) throws(FrameError) {
        self = try FrameText.read(text) { object, kind throws(ShapeError) in
            switch kind {
            case "lease": .lease(try Lease(object))
            case "start": .start(try AttemptOrder(object))
            case "cancel": .cancel(try object.attempt("attempt"), by: try object.name("by"))
            case "ack": .acknowledge(through: try object.integer("number"))
            case "resume": .resume
            case "end": .end
            default: nil
            }
        }
    }

    /// The JSON form.
    public var object: JSONObject {
        switch self {
        case .lease(let lease): lease.object
        case .start(let order): order.object
        case .cancel(let attempt, let by):
            ["frame": "cancel", "attempt": .string(attempt.description), "by": .string(by)]
        case .acknowledge(let number): ["frame": "ack", "number": .integer(number)]
        case .resume: ["frame": "resume"]
        case .end: ["frame": "end"]
        }
    }
}

extension Lease {
    fileprivate init(_ object: ObjectReader) throws(ShapeError) {
        _ = try object.integer("version", in: WorkerLimits.version...WorkerLimits.version)
        self.init(id: try object.name("lease"), account: try object.name("account"))
        environment = try object.variables("environment")
        if let reader = try object.objectIfAny("ceiling") { ceiling = try Limits(wire: reader) }
        if object.value("network") != nil { network = try object.choice("network") }
    }

    fileprivate var object: JSONObject {
        var variables = JSONObject()
        for (name, value) in environment.sorted(by: { $0.key < $1.key }) {
            variables[name] = .string(value)
        }
        return [
            "frame": "lease",
            "version": .integer(WorkerLimits.version),
            "lease": .string(id),
            "account": .string(account),
            "environment": .object(variables),
            "ceiling": ceiling.wire,
            "network": .string(network.rawValue),
        ]
    }
}

extension AttemptOrder {
    fileprivate init(_ object: ObjectReader) throws(ShapeError) {
        let scenario = try object.object("scenario")
        let task = try object.object("task")
        self.init(
            attempt: try object.attempt("attempt"),
            file: Submission.File(
                path: try scenario.text("path"),
                directory: try scenario.absolutePath("directory"),
                text: try scenario.text("text"), lenient: try scenario.flag("lenient")),
            cell: try scenario.integer("cell", in: 0...ScenarioLimits.matrixCellsMax),
            name: try task.text("name"),
            callerDirectory: try object.absolutePath("caller_directory"))
        tags = try task.texts("tags", max: ScenarioLimits.itemsMax)
        workspace = try object.pathIfAny("workspace")
        if let reader = try object.objectIfAny("limits") { limits = try Limits(wire: reader) }
        strictTimeouts = try object.flag("strict_timeouts")
        upload = try object.objectIfAny("upload").map { reader throws(ShapeError) in
            try Submission.Upload(reader)
        }
        userID = try object.integerIfAny("user_id", in: 0...Int(UInt32.max)).map { UInt32($0) }
    }

    fileprivate var object: JSONObject {
        var object: JSONObject = [
            "frame": "start",
            "attempt": .string(attempt.description),
            "scenario": .object([
                "path": .string(file.path),
                "directory": .string(file.directory),
                "text": .string(file.text),
                "cell": .integer(cell),
                "lenient": .bool(file.lenient),
            ]),
            "task": .object(["name": .string(name), "tags": .from(tags)]),
            "caller_directory": .string(callerDirectory),
            "workspace": .from(workspace),
            "limits": limits.wire,
            "strict_timeouts": .bool(strictTimeouts),
        ]
        if let upload { object["upload"] = upload.json }
        if let userID { object["user_id"] = .integer(Int(userID)) }
        return object
    }
}

extension Submission.Upload {
    fileprivate init(_ object: ObjectReader) throws(ShapeError) {
        let digest = try object.text("sha256")
        let isDigest =
            digest.utf8.count == 64
            && digest.utf8.allSatisfy { (0x30...0x39).contains($0) || (0x61...0x66).contains($0) }
        guard isDigest else { throw object.error("sha256", expected: "64 hexadecimal digits") }
        self.init(digest: digest, bytes: try object.integer("bytes"))
    }

    fileprivate var json: JSONValue {
        ["sha256": .string(digest), "bytes": .integer(bytes)]
    }
}

extension ObjectReader {
    /// Names and values of an environment; missing counts as empty.
    fileprivate func variables(_ key: String) throws(ShapeError) -> [String: String] {
        guard case .object(let object)? = try objectIfAny(key)?.value else { return [:] }
        guard object.members.count <= WorkerLimits.variablesMax else {
            throw error(key, expected: "at most \(WorkerLimits.variablesMax) variables")
        }
        var variables: [String: String] = [:]
        for (name, value) in object.members {
            guard case .string(let text) = value, !name.isEmpty, !name.utf8.contains(0),
                !name.utf8.contains(UInt8(ascii: "=")), !text.utf8.contains(0)
            else { throw error(key, expected: "names of variables and their values") }
            variables[name] = text
        }
        return variables
    }
}
