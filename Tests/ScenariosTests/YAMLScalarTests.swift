import Testing

@testable import Scenarios

/// Scalars without quotes mean what they mean to PyYAML.
@Suite struct YAMLScalarTests {
    @Test(arguments: pyyamlScalars)
    func meansWhatPyYAMLTakesItFor(_ row: (text: String, kind: String, shown: String)) {
        let node = YAMLNode(
            content: .scalar(row.text, .plain), tag: nil, position: Position(line: 1, column: 1),
            length: 1)
        #expect(node.scalar?.kind == row.kind)
        #expect(node.pythonText == row.shown)
    }

    @Test(arguments: [
        ("!!str 42", "42"), ("!!int \"42\"", "42"), ("! yes", "yes"), ("!!float '1.50'", "1.5"),
        ("!!bool 'yes'", "True"), ("!!null ''", "None"), ("'yes'", "yes"), ("|-\n    on", "on"),
        (">-\n    1.50", "1.50"), ("", "None"), ("true", "True"), ("2024-01-01", "2024-01-01"),
    ])
    func environmentHoldsWhatPythonShows(_ text: String, _ shown: String) throws {
        let result = try scenario("command: cat\nenv:\n  A: \(text)\n")
        #expect(result.env == [EnvironmentVariable("A", shown)])
    }
}

extension YAMLScalar {
    /// The name Python has for the type.
    var kind: String {
        switch self {
        case .null: "null"
        case .bool: "bool"
        case .integer, .bigInteger: "int"
        case .number: "float"
        case .text: "text"
        }
    }
}
