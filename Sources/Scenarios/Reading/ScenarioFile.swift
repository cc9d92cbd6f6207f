/// What reading a scenario file gave.
public struct ScenarioReading: Hashable, Sendable {
    /// One scenario, or one for each cell of the matrix; empty when there is any error.
    public var scenarios: [Scenario]
    /// All errors and warnings, in the order of the file, none twice.
    public var diagnostics: [Diagnostic]

    /// Puts a reading together.
    public init(scenarios: [Scenario], diagnostics: [Diagnostic]) {
        self.scenarios = scenarios
        self.diagnostics = diagnostics
    }

    /// Whether the file cannot be used.
    public var hasErrors: Bool { diagnostics.contains { $0.severity == .error } }
}

/// Reads scenario files. Whatever the bytes, it yields scenarios or diagnostics.
public enum ScenarioFile {
    /// Reads the content of a file.
    ///
    /// - Parameters:
    ///   - bytes: the content, at most ``ScenarioLimits/fileBytesMax``.
    ///   - path: where it comes from; its stem is the name of a scenario without `name`.
    ///   - lenient: unknown keys are warnings, for files written for the original tool.
    public static func read(_ bytes: [UInt8], path: String, lenient: Bool) -> ScenarioReading {
        let (reading, _) = readCounting(bytes, path: path, lenient: lenient)
        return reading
    }

    /// The reading, and how many errors a JSON Schema would see too.
    static func readCounting(
        _ bytes: [UInt8], path: String, lenient: Bool
    ) -> (ScenarioReading, structuralErrorsCount: Int) {
        var findings = Findings()
        var scenarios: [Scenario] = []
        if let root = document(bytes, into: &findings) {
            scenarios = read(root, stem: stem(path), lenient: lenient, into: &findings)
        }
        let reading = ScenarioReading(
            scenarios: findings.hasErrors ? [] : scenarios, diagnostics: findings.sorted)
        return (reading, findings.structuralErrorsCount)
    }

    private static func document(
        _ bytes: [UInt8], into findings: inout Findings
    ) -> YAMLNode? {
        let start = Position(line: 1, column: 1)
        guard bytes.count <= ScenarioLimits.fileBytesMax else {
            findings.error(
                "the file has more than \(ScenarioLimits.fileBytesMax) bytes", at: start)
            return nil
        }
        let root = YAMLDocument.read(bytes, into: &findings)
        if let root, !root.isNull { return root }
        if !findings.hasErrors {
            findings.error(
                "the file is empty", hint: "a scenario needs at least `command`", at: start)
        }
        return nil
    }

    private static func read(
        _ root: YAMLNode, stem: String, lenient: Bool, into findings: inout Findings
    ) -> [Scenario] {
        guard root.pairs != nil else {
            findings.structuralError(
                "a scenario must be a mapping, not \(root.phrase)",
                hint: "start with `command: …`", at: root)
            return []
        }
        let matrix = Matrix(root, into: &findings)
        var scenarios: [Scenario] = []
        var bytesLeft = ScenarioLimits.matrixTextBytesMax
        for (index, cell) in matrix.cells.enumerated() where bytesLeft >= 0 {
            var values = MatrixSubstitution(
                cell: cell, isBroken: matrix.isBroken, findings: findings, bytesLeft: bytesLeft)
            // The matrix is the same for all cells, so only the first one looks at it.
            let document = values.document(root, keepingMatrix: index == 0)
            bytesLeft = values.bytesLeft
            var check = ShapeCheck(findings: values.findings, lenient: lenient)
            check.check(document, .record(.scenario), "a scenario")
            var reader = ScenarioReader(findings: check.findings, cell: cell)
            if let scenario = reader.scenario(document, stem: stem) {
                scenarios.append(scenario)
            }
            findings = reader.findings
        }
        return scenarios
    }

    /// `examples/login.yaml` gives `login`.
    static func stem(_ path: String) -> String {
        let file = path.split(separator: "/").last ?? "scenario"
        guard let dot = file.lastIndex(of: "."), dot > file.startIndex else {
            return String(file)
        }
        return String(file[..<dot])
    }
}
