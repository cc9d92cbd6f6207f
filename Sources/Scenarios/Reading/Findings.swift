/// The errors and warnings found in one file, without repetition.
package struct Findings: Sendable {
    /// Nothing found yet.
    package init() {}

    /// What was found, in order of finding.
    package private(set) var diagnostics: [Diagnostic] = []
    /// Errors that a JSON Schema can see too.
    private(set) var structuralErrorsCount = 0
    private var seen: Set<Diagnostic> = []

    /// Whether the file cannot be used.
    package private(set) var hasErrors = false

    /// Whether there are so many diagnostics that no more are told.
    var isFull: Bool { diagnostics.count >= ScenarioLimits.diagnosticsMax }

    /// Takes a diagnostic, unless it is there already or there are enough.
    mutating func add(_ diagnostic: Diagnostic) {
        // The first error is always told, however many warnings came before it.
        let isFirstError = diagnostic.severity == .error && !hasErrors
        guard !isFull || isFirstError else { return }
        if diagnostic.severity == .error { hasErrors = true }
        if seen.insert(diagnostic).inserted { diagnostics.append(diagnostic) }
    }

    /// Takes an error at a place.
    package mutating func error(
        _ message: String, hint: String? = nil, at position: Position, length: Int = 1
    ) {
        add(Diagnostic(.error, message, hint: hint, at: position, length: length))
    }

    /// Takes an error about a node.
    package mutating func error(_ message: String, hint: String? = nil, at node: YAMLNode) {
        error(message, hint: hint, at: node.position, length: node.length)
    }

    /// Takes a warning about a node.
    package mutating func warning(_ message: String, hint: String? = nil, at node: YAMLNode) {
        add(
            Diagnostic(.warning, message, hint: hint, at: node.position, length: node.length))
    }

    /// Takes an error about the structure of the file.
    mutating func structuralError(_ message: String, hint: String? = nil, at node: YAMLNode) {
        structuralErrorsCount += 1
        error(message, hint: hint, at: node)
    }

    /// Adds to what helps with the diagnostic at an index.
    mutating func append(_ text: String, toHintAt index: Int) {
        let hint = diagnostics[index].hint
        diagnostics[index].hint = hint.map { "\($0); \(text)" } ?? text
    }

    /// Takes back the diagnostic at an index; it will not be added again.
    mutating func remove(at index: Int) {
        diagnostics.remove(at: index)
    }

    /// Everything in the order of reading.
    package var sorted: [Diagnostic] {
        diagnostics.sorted {
            ($0.position, $0.severity.rawValue, $0.message)
                < ($1.position, $1.severity.rawValue, $1.message)
        }
    }
}

extension String {
    /// The text on one line and cut, fit for a message.
    var shortened: String {
        let limit = 60
        let line = String(
            String.UnicodeScalarView(
                unicodeScalars.prefix(limit).map {
                    $0.properties.generalCategory == .control ? " " : $0
                }))
        return unicodeScalars.count > limit ? line + "…" : line
    }
}
