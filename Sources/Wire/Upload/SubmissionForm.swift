import Scenarios

/// A submission as a form: either a part `submission` with the JSON of ``SubmissionRequest``, or
/// scenarios as parts `file` with some wishes as fields; beside both a part `directory`, a tar
/// archive that is the directory of the scenarios.
///
/// Directories of a submission that brings its own count from the root of that: `/` is the root.
/// Scenarios without any directory get an empty one.
public struct SubmissionForm: Sendable {
    /// The fields there are.
    public enum Field: String, CaseIterable, Sendable {
        /// JSON, instead of all fields but the directory.
        case submission
        /// A tar archive.
        case directory
        /// A scenario; may be repeated.
        case file
        case name
        case priority
        case deadline
        case retries
        case lenient
        case failFast = "fail_fast"
        case strictTimeouts = "strict_timeouts"
        /// A tag that is wanted; may be repeated.
        case tags
        /// A tag that is not wanted; may be repeated.
        case skipTags = "skip_tags"
        /// Where programs start.
        case callerDirectory = "caller_directory"
    }

    /// Whether a part `directory` came.
    public private(set) var hasDirectory = false
    private var submission: JSONValue?
    private var files: [(path: String, text: String)] = []
    private var values: JSONObject = [:]
    private var lists: [Field: [JSONValue]] = [:]

    /// A form without parts.
    public init() {}

    /// The field of a part; unknown and repeated ones are refused.
    public mutating func field(
        of head: MultipartReader.Head
    ) throws(MultipartReader.Mistake) -> Field {
        guard let field = Field(rawValue: head.name) else {
            let known = Field.allCases.map(\.rawValue).joined(separator: ", ")
            throw MultipartReader.Mistake(
                "there is no field \(UploadTree.shown(Array(head.name.utf8))); there are \(known)")
        }
        let isThere =
            switch field {
            case .directory: hasDirectory
            case .submission: submission != nil
            case .file, .tags, .skipTags: false
            default: values[field.rawValue] != nil
            }
        guard !isThere else {
            throw MultipartReader.Mistake("the field `\(field.rawValue)` is there twice")
        }
        if field == .directory { hasDirectory = true }
        return field
    }

    /// Takes the content of a field that is a text.
    public mutating func add(
        _ field: Field, _ bytes: [UInt8], fileName: String?
    ) throws(MultipartReader.Mistake) {
        guard let text = String(validating: bytes, as: UTF8.self) else {
            throw MultipartReader.Mistake("the field `\(field.rawValue)` is not UTF-8 text")
        }
        switch field {
        case .directory: break
        case .submission:
            do throws(JSONError) { submission = try JSONValue.parse(text) } catch {
                throw MultipartReader.Mistake(
                    "the field `submission` is not JSON: \(error.message) (at \(error.offset))")
            }
        case .file:
            files.append((fileName ?? "scenario-\(files.count + 1).yaml", text))
        case .name, .deadline, .callerDirectory: values[field.rawValue] = .string(text)
        case .priority, .retries:
            // What is no number stays a text, which is refused by its name.
            values[field.rawValue] =
                Int(text).map(JSONValue.integer) ?? Double(text).map(JSONValue.number)
                ?? .string(text)
        case .lenient, .failFast, .strictTimeouts:
            values[field.rawValue] =
                ["true": JSONValue.bool(true), "false": .bool(false)][text] ?? .string(text)
        case .tags, .skipTags: lists[field, default: []].append(.string(text))
        }
    }

    /// Whether the directories count from the root of an upload: of one that came, or of an empty
    /// one.
    public var isUpload: Bool {
        hasDirectory || submission == nil && values[Field.callerDirectory.rawValue] == nil
    }

    /// The submission.
    public func request() throws(ShapeError) -> SubmissionRequest {
        if let submission {
            guard files.isEmpty, values.members.isEmpty, lists.isEmpty else {
                throw ShapeError(
                    path: "$", expected: "`submission` with nothing but `directory` beside it",
                    found: "other fields")
            }
            return try SubmissionRequest(json: submission)
        }
        var object = values
        let caller = Field.callerDirectory.rawValue
        if object[caller] == nil { object[caller] = "/" }
        let directory = hasDirectory ? "/" : object[caller] ?? .null
        for (field, list) in lists { object[field.rawValue] = .array(list) }
        object["files"] = .array(
            files.map { path, text in
                ["path": .string(path), "directory": directory, "text": .string(text)]
            })
        return try SubmissionRequest(json: .object(object))
    }
}
