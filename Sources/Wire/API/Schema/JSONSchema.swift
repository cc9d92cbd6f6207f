import Scenarios

/// What a JSON value may be: a schema of JSON Schema draft 2020-12, which OpenAPI 3.1 uses as it
/// is. Parts that have a name are references into `#/components/schemas` (OpenAPI 3.1.1, 4.8.7).
public struct JSONSchema: Hashable, Sendable {
    /// The keywords.
    public let json: JSONObject
    /// The parts with a name that it refers to, and those that they refer to.
    public let definitions: [String: JSONObject]

    /// A schema of these keywords.
    public init(_ json: JSONObject, definitions: [String: JSONObject] = [:]) {
        self.json = json
        self.definitions = definitions
    }

    private init(_ json: JSONObject, parts: [JSONSchema]) {
        self.json = json
        definitions = parts.reduce(into: [:]) { all, part in
            all.merge(part.definitions) { $1 }
        }
    }

    /// The schema with all that it refers to, so that it can be used alone.
    public var whole: JSONValue {
        var schemas: JSONObject = [:]
        for (name, schema) in definitions { schemas[name] = .object(schema) }
        return .object(with(["components": ["schemas": .object(schemas)]]).json)
    }

    /// A reference to this schema, which is then found by its name.
    public func named(_ name: String) -> JSONSchema {
        var definitions = definitions
        definitions[name] = json
        return JSONSchema(
            ["$ref": .string("#/components/schemas/" + name)], definitions: definitions)
    }

    /// The schema with a sentence for people, in CommonMark.
    public func told(_ sentence: String) -> JSONSchema { with(["description": .string(sentence)]) }

    /// The schema with further keywords.
    public func with(_ keywords: JSONObject) -> JSONSchema {
        var json = json
        for (key, value) in keywords.members { json[key] = value }
        return JSONSchema(json, definitions: definitions)
    }

    /// The same, or null.
    public var orNull: JSONSchema {
        guard case .string(let type)? = json["type"], json["enum"] == nil else {
            return .any([self, .null])
        }
        return with(["type": .array([.string(type), "null"])])
    }
}

extension JSONSchema {
    /// True or false.
    public static let flag = JSONSchema(["type": "boolean"])
    /// Any text.
    public static let text = JSONSchema(["type": "string"])
    /// Any number.
    public static let number = JSONSchema(["type": "number"])
    /// Seconds, none or more.
    public static let seconds = JSONSchema(["type": "number", "minimum": 0])
    /// A moment as RFC 3339 writes it.
    public static let time = JSONSchema(["type": "string", "format": "date-time"])
    /// Any object.
    public static let anyObject = JSONSchema(["type": "object"])
    /// Bytes as they are: OpenAPI 3.1.1, 4.8.14.4, has no schema for them.
    public static let bytes = JSONSchema([:])

    /// Null.
    public static let null = JSONSchema(["type": "null"])

    /// A text of so many characters, without NUL.
    public static func text(_ lengths: ClosedRange<Int>) -> JSONSchema {
        JSONSchema([
            "type": "string", "minLength": .integer(lengths.lowerBound),
            "maxLength": .integer(lengths.upperBound), "pattern": "^[^\\u0000]*$",
        ])
    }

    /// A text of that form: a regular expression of ECMA-262.
    public static func text(_ pattern: String) -> JSONSchema {
        JSONSchema(["type": "string", "pattern": .string(pattern)])
    }

    /// A whole number within the range.
    public static func integer(_ range: ClosedRange<Int> = 0...Int.max) -> JSONSchema {
        JSONSchema([
            "type": "integer", "format": "int64", "minimum": .integer(range.lowerBound),
            "maximum": .integer(range.upperBound),
        ])
    }

    /// One of these words.
    public static func words(_ words: [String]) -> JSONSchema {
        JSONSchema(["type": "string", "enum": .array(words.map(JSONValue.string))])
    }

    /// One of the words of an enumeration.
    public static func words<Words: RawRepresentable & CaseIterable>(
        of type: Words.Type
    ) -> JSONSchema where Words.RawValue == String {
        words(type.allCases.map(\.rawValue))
    }

    /// A JSON document, as text.
    public static func document(_ content: JSONSchema) -> JSONSchema {
        JSONSchema(
            [
                "type": "string", "contentMediaType": "application/json",
                "contentSchema": .object(content.json),
            ], parts: [content])
    }

    /// Items that are all of the same kind.
    public static func list(
        _ item: JSONSchema, counts: ClosedRange<Int>? = nil
    ) -> JSONSchema {
        var json: JSONObject = ["type": "array", "items": .object(item.json)]
        json["minItems"] = counts.map { .integer($0.lowerBound) }
        json["maxItems"] = counts.map { .integer($0.upperBound) }
        return JSONSchema(json, parts: [item])
    }

    /// At least one of these holds.
    public static func any(_ choices: [JSONSchema]) -> JSONSchema {
        JSONSchema(["anyOf": .array(choices.map { .object($0.json) })], parts: choices)
    }

    /// An object with members that are `always` there and others. What people write is `closed`:
    /// it has no further members.
    public static func object(
        _ always: KeyValuePairs<String, JSONSchema>,
        sometimes: KeyValuePairs<String, JSONSchema> = [:], closed: Bool = false
    ) -> JSONSchema {
        var members: JSONObject = [:]
        for (key, schema) in always { members[key] = .object(schema.json) }
        for (key, schema) in sometimes { members[key] = .object(schema.json) }
        var json: JSONObject = ["type": "object", "properties": .object(members)]
        if !always.isEmpty { json["required"] = .array(always.map { .string($0.key) }) }
        if closed { json["additionalProperties"] = false }
        return JSONSchema(json, parts: (Array(always) + Array(sometimes)).map(\.value))
    }
}

extension JSONSchema {
    /// A job's number as text: `"42"`.
    static let jobID = text("^[1-9][0-9]*$").told("A job's number.")
    /// A key's number as text.
    static let keyID = text("^[1-9][0-9]*$").told("A key's number.")
    /// An attempt as text: `"42.3.1"`.
    static let attemptKey = text("^[1-9][0-9]*\\.[1-9][0-9]*\\.[1-9][0-9]*$")
        .told("Job, task and attempt.")
    /// A task as text: `"42.3"`.
    static let taskKey = text("^[1-9][0-9]*\\.[1-9][0-9]*$").told("Job and task.")
    /// A task's number in its job.
    static let taskNumber = integer(1...Int.max).told("The task's number in its job, from 1.")
    /// Where the next page begins.
    static let next = text.orNull.told("`cursor` of the next page; null: this is the last.")
    /// A name, path or tag that a caller gives.
    static let name = text(0...APILimits.nameBytesMax)
    /// An absolute path that a caller gives.
    static let directory = text("^/[^\\u0000]*$")
        .with(["maxLength": .integer(APILimits.nameBytesMax)])
}
