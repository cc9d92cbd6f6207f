import Testing

@testable import Scenarios

/// Reads a text as a scenario file.
func reading(_ text: String, lenient: Bool = false) -> ScenarioReading {
    ScenarioFile.read(Array(text.utf8), path: "dir/sample.yaml", lenient: lenient)
}

/// The scenario of a text that must be right.
func scenario(
    _ text: String, sourceLocation: SourceLocation = #_sourceLocation
) throws -> Scenario {
    let result = reading(text)
    let told = result.diagnostics.map(\.message).joined(separator: "; ")
    return try #require(
        result.scenarios.first, "\(told) in: \(text)", sourceLocation: sourceLocation)
}

/// The first step of a scenario whose steps are given in flow style.
func step(_ text: String, sourceLocation: SourceLocation = #_sourceLocation) throws -> Step {
    let whole = "command: cat\nsteps:\n- \(text)\n"
    let steps = try scenario(whole, sourceLocation: sourceLocation).steps
    return try #require(steps.first, sourceLocation: sourceLocation)
}

/// `line:column severity message` of every diagnostic.
func told(_ text: String, lenient: Bool = false) -> [String] {
    reading(text, lenient: lenient).diagnostics.map {
        "\($0.position.line):\($0.position.column) \($0.severity.rawValue) \($0.message)"
    }
}
