/// The JSON Schema of scenario files, for editors.
public enum ScenarioSchema {
    /// The schema (draft 2020-12), written from the key tables that the reader uses.
    public static let json: JSONValue = {
        var schema: JSONObject = [
            "$schema": "https://json-schema.org/draft/2020-12/schema",
            "title": "Orchestro scenario",
        ]
        for (key, value) in object(.scenario).members { schema[key] = value }
        schema["$defs"] = [
            "matrixValue": [
                "description": "A value of the matrix, put in place when the file is read.",
                "type": "string",
                "pattern": .string(
                    "^[$][{][{][ \\t]*matrix[.][A-Za-z_][A-Za-z0-9_-]*[ \\t]*[}][}]$"),
            ]
        ]
        return .object(schema)
    }()

    /// The schema of a file of keys that is no scenario.
    package static func json(title: String, of table: KeyTable) -> JSONValue {
        var schema: JSONObject = [
            "$schema": "https://json-schema.org/draft/2020-12/schema", "title": .string(title),
        ]
        for (key, value) in object(table).members { schema[key] = withoutMatrix(value) }
        return .object(schema)
    }

    private static func withoutMatrix(_ schema: JSONValue) -> JSONValue {
        switch schema {
        case .array(let items):
            return .array(items.filter { $0 != matrixValue }.map(withoutMatrix))
        case .object(let object):
            var result: JSONObject = [:]
            for (key, value) in object.members { result[key] = withoutMatrix(value) }
            return .object(result)
        default: return schema
        }
    }

    private static let matrixValue: JSONValue = ["$ref": "#/$defs/matrixValue"]

    private static func object(
        _ table: KeyTable, type names: [String]? = nil
    ) -> JSONObject {
        var properties: JSONObject = [:]
        var required: [JSONValue] = []
        if let names {
            properties["type"] = ["enum": .array(names.map { .string($0) })]
            required.append("type")
        }
        for rule in table.keys {
            let schema = property(rule)
            properties[rule.name] = schema
            for alias in rule.aliases { properties[alias] = schema }
            if rule.isRequired { required.append(.string(rule.name)) }
        }
        for name in table.ignored.sorted() { properties[name] = .bool(true) }
        var result: JSONObject = [
            "type": "object", "properties": .object(properties), "additionalProperties": false,
        ]
        if !required.isEmpty { result["required"] = .array(required) }
        if !table.exactlyOneOf.isEmpty {
            result["oneOf"] = .array(
                table.exactlyOneOf.map { ["required": .array([.string($0)])] })
        }
        return result
    }

    private static func property(_ rule: KeyRule) -> JSONValue {
        var shapes = alternatives(rule.shape)
        let isAnything = shapes == [.bool(true)]
        if rule.isRequired, isAnything {
            // Null equals absence, so a required value is anything but null.
            shapes = [["type": ["string", "number", "boolean", "array", "object"]]]
        } else if !rule.isRequired, !isAnything {
            shapes.append(["type": "null"])
        }
        return joined(shapes, doc: rule.doc)
    }

    private static func joined(_ schemas: [JSONValue], doc: String? = nil) -> JSONValue {
        var result: JSONObject = [:]
        if let doc { result["description"] = .string(doc) }
        if schemas.count == 1, case .object(let only) = schemas[0] {
            for (key, value) in only.members { result[key] = value }
        } else if !schemas.contains(.bool(true)) {
            result["anyOf"] = .array(schemas)
        }
        return .object(result)
    }

    /// The schemas a value may meet; a scalar that is not text may also be a matrix value.
    private static func alternatives(_ shape: Shape) -> [JSONValue] {
        switch shape {
        case .either(let shapes):
            var all: [JSONValue] = []
            for schema in shapes.flatMap(alternatives) where !all.contains(schema) {
                all.append(schema)
            }
            let takesAnyText = all.contains(["type": "string"])
            return takesAnyText ? all.filter { $0 != matrixValue } : all
        case .bool, .constant, .number, .integer, .choice, .form:
            return [schema(shape), matrixValue]
        default: return [schema(shape)]
        }
    }

    private static func schema(_ shape: Shape) -> JSONValue {
        switch shape {
        case .text: return ["type": "string"]
        case .label: return ["type": ["string", "number", "boolean"]]
        case .labelOrNull: return ["type": ["string", "number", "boolean", "null"]]
        case .bool: return ["type": "boolean"]
        case .constant(let value): return ["const": .bool(value)]
        case .number(let bounds): return number(bounds)
        case .integer(let range):
            return [
                "type": "integer", "minimum": .integer(range.lowerBound),
                "maximum": .integer(range.upperBound),
            ]
        case .choice(let words): return ["enum": .array(words.map { .string($0) })]
        case .form(let form): return ["type": "string", "pattern": .string(form.pattern)]
        case .list(let item, let counts):
            return [
                "type": "array", "items": joined(alternatives(item)),
                "minItems": .integer(counts.lowerBound),
                "maxItems": .integer(counts.upperBound),
            ]
        case .map(let value, let names):
            return [
                "type": "object", "additionalProperties": joined(alternatives(value)),
                "propertyNames": names.schema,
                "maxProperties": .integer(ScenarioLimits.itemsMax),
            ]
        case .record(let table): return .object(object(table))
        case .tagged(let cases):
            return [
                "anyOf": .array(
                    cases.map { .object(object($0.table, type: $0.names)) })
            ]
        case .anything: return .bool(true)
        case .either: return joined(alternatives(shape))
        }
    }

    private static func number(_ bounds: NumberBounds) -> JSONValue {
        var result: JSONObject = ["type": "number"]
        if let minimum = bounds.minimum {
            result[bounds.isOpen ? "exclusiveMinimum" : "minimum"] = .number(minimum)
        }
        if let maximum = bounds.maximum { result["maximum"] = .number(maximum) }
        return .object(result)
    }
}

extension NameForm {
    /// The form as a JSON Schema.
    var schema: JSONValue {
        switch self {
        case .any: ["minLength": 1]
        case .environment: ["pattern": "^[^=\\u0000]+$"]
        case .matrix: ["pattern": "^[A-Za-z_][A-Za-z0-9_-]*$"]
        }
    }
}
