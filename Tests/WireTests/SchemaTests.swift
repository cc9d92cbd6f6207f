import Foundation
import Scenarios
import TestSupport
import Testing
import Wire

/// The schemas of the shapes are true.
@Suite struct SchemaTests {
    @Test func `every sample fits its schema`() throws {
        let pairs = APIShapeTests.all.map { name, shape in
            pair(name, shape.json, type(of: shape).schema)
        }
        #expect(try SchemaCheck.faults(pairs + (try records)) == [])
    }

    @Test func `a member that is missing or of another kind fits no schema`() throws {
        var pairs: [SchemaCheck.Pair] = []
        for (name, shape) in APIShapeTests.all {
            guard case .object(let object) = shape.json else { continue }
            let schema = type(of: shape).schema
            guard let (key, _) = object.members.first else { continue }
            var without: JSONObject = [:]
            for (other, value) in object.members where other != key { without[other] = value }
            var wrong = object
            wrong[key] = [[[]]]
            pairs.append(pair(name, .object(wrong), schema))
            if isAlways(key, schema) { pairs.append(pair(name, .object(without), schema)) }
        }
        let faults = try SchemaCheck.faults(pairs)
        let named = Set(faults.compactMap { $0.split(separator: " ").first.map(String.init) })
        let all = APIShapeTests.all.filter { $0.1.json != [:] }
        #expect(named == Set(all.map(\.0)))
        #expect(faults.count >= pairs.count)
    }

    /// The frozen records of attempts, and diagnostics.
    private var records: [SchemaCheck.Pair] {
        get throws {
            let folder = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "v1")
            var pairs: [SchemaCheck.Pair] = []
            for name in try FileManager.default.contentsOfDirectory(atPath: folder.path()).sorted()
            {
                let schema: JSONSchema
                if name.hasPrefix("attempt-") {
                    schema = AttemptRecord.schema
                } else if name.hasPrefix("diagnostic") {
                    schema = DiagnosticLine.schema
                } else {
                    continue
                }
                let text = try String(contentsOf: folder.appending(path: name), encoding: .utf8)
                pairs.append(pair(name, try JSONValue.parse(text), schema))
            }
            return pairs
        }
    }

    private func isAlways(_ key: String, _ schema: JSONSchema) -> Bool {
        guard case .string(let reference)? = schema.json["$ref"],
            let name = reference.split(separator: "/").last,
            case .array(let always)? = schema.definitions[String(name)]?["required"]
        else { return false }
        return always.contains(.string(key))
    }

    private func pair(
        _ name: String, _ value: JSONValue, _ schema: JSONSchema
    ) -> SchemaCheck.Pair {
        SchemaCheck.Pair(name, value: value.text(), schema: schema.whole.text())
    }
}
