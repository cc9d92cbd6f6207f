import Jobs
import Scenarios

/// What `POST /api/v1/jobs` takes: scenario texts and how to run them.
public struct SubmissionRequest: WireShape {
    /// One scenario file.
    public struct File: Hashable, Sendable {
        /// Path as the caller gave it, for people.
        public var path: String
        /// Absolute directory of the file on this machine.
        public var directory: String
        /// The content.
        public var text: String

        /// Makes a file.
        public init(path: String, directory: String, text: String) {
            self.path = path
            self.directory = directory
            self.text = text
        }
    }

    /// Label of the job.
    public var name: String?
    /// Added to the priority of each task; higher runs first.
    public var priority: Double = 0
    /// When it should be done, in microseconds since 1970-01-01 UTC.
    public var deadlineMicroseconds: Int64?
    /// Further attempts for scenarios that ask for none themselves.
    public var retries = 0
    /// Limits of tasks that name none of their own.
    public var limits = Limits()
    /// Absolute workspace.
    public var workspace: String?
    /// Absolute directory of the caller.
    public var callerDirectory: String
    /// Timeouts credit no stall time.
    public var strictTimeouts = false
    /// Start nothing more after a task that did not pass.
    public var failFast = false
    /// Unknown keys are warnings.
    public var lenient = false
    /// Only scenarios with one of these tags; empty: all.
    public var tags: [String] = []
    /// Without scenarios with one of these tags.
    public var skipTags: [String] = []
    /// The files, at least one.
    public var files: [File]

    /// A request without wishes.
    public init(callerDirectory: String, files: [File]) {
        self.callerDirectory = callerDirectory
        self.files = files
    }

    private static let keys: Set<String> = [
        "name", "priority", "deadline", "retries", "limits", "workspace", "caller_directory",
        "strict_timeouts", "fail_fast", "lenient", "tags", "skip_tags", "files",
    ]

    /// Reads the object.
    public init(_ object: ObjectReader) throws(ShapeError) {
        try object.allow(only: Self.keys)
        name = try object.name("name")
        priority = try object.numberIfAny("priority") ?? 0
        guard priority.magnitude <= APILimits.priorityMax else {
            throw object.error(
                "priority",
                expected: "a number from -\(APILimits.priorityMax) to"
                    + " \(APILimits.priorityMax)")
        }
        deadlineMicroseconds = try object.timeIfAny("deadline")
        retries = try object.integerIfAny("retries", in: 0...ScenarioLimits.retriesMax) ?? 0
        if let limits = try object.objectIfAny("limits") { self.limits = try Limits(wire: limits) }
        workspace = try object.directory("workspace")
        guard let directory = try object.directory("caller_directory") else {
            throw object.error("caller_directory", expected: "an absolute path")
        }
        callerDirectory = directory
        strictTimeouts = try object.flag("strict_timeouts")
        failFast = try object.flag("fail_fast")
        lenient = try object.flag("lenient")
        tags = try object.texts("tags", max: APILimits.tagsMax)
        skipTags = try object.texts("skip_tags", max: APILimits.tagsMax)
        files = []
        for reader in try object.objects("files", max: APILimits.filesMax) {
            files.append(try File(reader))
        }
        guard !files.isEmpty else { throw object.error("files", expected: "at least one file") }
    }

    /// The object to send.
    public var json: JSONValue {
        var object: JSONObject = [
            "name": .from(name), "priority": .number(priority),
            "deadline": .time(deadlineMicroseconds), "retries": .integer(retries),
            "limits": limits.wire, "workspace": .from(workspace),
            "caller_directory": .string(callerDirectory),
            "strict_timeouts": .bool(strictTimeouts), "fail_fast": .bool(failFast),
            "lenient": .bool(lenient), "tags": .from(tags), "skip_tags": .from(skipTags),
        ]
        object["files"] = .array(files.map(\.json))
        return .object(object)
    }
}

extension SubmissionRequest.File {
    init(_ object: ObjectReader) throws(ShapeError) {
        try object.allow(only: ["path", "directory", "text"])
        guard let path = try object.name("path") else {
            throw object.error("path", expected: "a string")
        }
        guard let directory = try object.directory("directory") else {
            throw object.error("directory", expected: "an absolute path")
        }
        self.init(path: path, directory: directory, text: try object.text("text"))
    }

    var json: JSONValue {
        ["path": .string(path), "directory": .string(directory), "text": .string(text)]
    }
}

extension ObjectReader {
    /// A text short enough for a name, without NUL.
    func name(_ key: String) throws(ShapeError) -> String? {
        guard let text = try textIfAny(key) else { return nil }
        guard text.utf8.count <= APILimits.nameBytesMax, !text.utf8.contains(0) else {
            throw error(key, expected: "at most \(APILimits.nameBytesMax) bytes without NUL")
        }
        return text
    }

    /// An absolute path.
    func directory(_ key: String) throws(ShapeError) -> String? {
        guard let text = try name(key) else { return nil }
        guard text.hasPrefix("/") else { throw error(key, expected: "an absolute path") }
        return text
    }
}
