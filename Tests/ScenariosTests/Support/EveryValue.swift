@testable import Scenarios

/// Small documents that give every key of every mapping every value there is to try.
enum EveryValue {
    /// A mapping of the language: valid members and where the mapping stands in a document.
    private struct Place {
        var table: KeyTable
        var members: JSONObject
        var document: (JSONValue) -> JSONValue
    }

    static var documents: [JSONValue] {
        places.flatMap { place in
            place.table.spellings.flatMap { name in
                DocumentMutator.values.map { value in
                    var members = place.members
                    members[name] = value
                    return place.document(.object(members))
                }
            }
        }
    }

    private static var places: [Place] {
        let top = Place(table: .scenario, members: ["command": "x"]) { $0 }
        let step = Place(table: .step, members: [:]) { inStep($0) }
        return [top, step] + records + checks
    }

    private static var records: [Place] {
        let inScenario: [(KeyTable, String, JSONObject)] = [
            (.terminal, "terminal", [:]), (.retries, "retries", ["count": 1]),
            (.limits, "limits", [:]),
        ]
        let inSteps: [(KeyTable, String, JSONObject)] = [
            (.screen, "expect_screen", ["text": "x"]), (.mouse, "mouse", ["click": "x"]),
            (.resize, "resize", ["columns": 1, "rows": 1]), (.snapshot, "snapshot", ["name": "x"]),
            (.hostCommand, "run", ["command": "x"]),
        ]
        return inScenario.map { table, name, members in
            Place(table: table, members: members) { ["command": "x", name: $0] }
        }
            + inSteps.map { table, name, members in
                Place(table: table, members: members) { inStep([name: $0]) }
            }
    }

    private static var checks: [Place] {
        [TaggedCase].validations.map { tagged in
            Place(table: tagged.table, members: members(tagged)) {
                ["command": "x", "validations": [$0]]
            }
        }
            + [TaggedCase].assertions.map { tagged in
                Place(table: tagged.table, members: members(tagged)) {
                    inStep(["assertions": [$0]])
                }
            }
    }

    private static func inStep(_ value: JSONValue) -> JSONValue {
        ["command": "x", "steps": [value]]
    }

    private static func members(_ tagged: TaggedCase) -> JSONObject {
        var result: JSONObject = ["type": .string(tagged.names[0])]
        for rule in tagged.table.keys where rule.isRequired { result[rule.name] = 1 }
        if tagged.table["path"] != nil { result["path"] = "a" }
        if tagged.table["text"] != nil { result["text"] = "b" }
        return result
    }
}
