import Testing

@testable import Scenarios

/// Every limit is met exactly by a valid file and exceeded by one.
@Suite struct LimitTests {
    private func isValid(_ text: String) -> Bool { !reading(text).hasErrors }

    @Test func fileSize() {
        func file(_ count: Int) -> String {
            "command: cat\n#" + String(repeating: "x", count: count - 14)
        }
        #expect(isValid(file(ScenarioLimits.fileBytesMax)))
        #expect(told(file(ScenarioLimits.fileBytesMax + 1)).count == 1)
        #expect(!isValid(file(ScenarioLimits.fileBytesMax + 1)))
    }

    @Test func nesting() {
        func file(_ levels: Int) -> String {
            let open = String(repeating: "[", count: levels)
            let close = String(repeating: "]", count: levels)
            return "command: cat\n_orchestro_metadata: \(open)\(close)\n"
        }
        #expect(isValid(file(ScenarioLimits.nestingLevelsMax - 1)))
        #expect(!isValid(file(ScenarioLimits.nestingLevelsMax)))
        #expect(!isValid(file(100_000)))
    }

    @Test func nestingThroughAliases() {
        func file(_ links: Int) -> String {
            let chain = (1...links).map { "  a\($0): &a\($0) [*a\($0 - 1)]\n" }.joined()
            return "command: cat\n_orchestro_metadata:\n  a0: &a0 [x]\n" + chain
        }
        #expect(isValid(file(ScenarioLimits.nestingLevelsMax - 3)))
        #expect(!isValid(file(ScenarioLimits.nestingLevelsMax - 2)))
    }

    @Test func aliases() {
        func file(_ count: Int) -> String {
            let uses = Array(repeating: "*a", count: count).joined(separator: ",")
            return "command: cat\n_orchestro_metadata: {a: &a x, b: [\(uses)]}\n"
        }
        #expect(isValid(file(ScenarioLimits.aliasNodesMax)))
        #expect(!isValid(file(ScenarioLimits.aliasNodesMax + 1)))
    }

    @Test func matrixCells() {
        func file(_ count: Int) -> String {
            let values = (0..<count).map(String.init).joined(separator: ",")
            return "command: cat\nmatrix: {x: [\(values)]}\n"
        }
        let most = ScenarioLimits.matrixCellsMax
        #expect(reading(file(most)).scenarios.count == most)
        #expect(!isValid(file(most + 1)))
        let axes = (0..<64).map { "a\($0): [1, 2]" }.joined(separator: ", ")
        #expect(!isValid("command: cat\nmatrix: {\(axes)}\n"))
    }

    @Test func matrixKeys() {
        func file(_ count: Int) -> String {
            let axes = (0..<count).map { "a\($0): [1]" }.joined(separator: ", ")
            return "command: cat\nmatrix: {\(axes)}\n"
        }
        #expect(isValid(file(ScenarioLimits.matrixKeysMax)))
        #expect(!isValid(file(ScenarioLimits.matrixKeysMax + 1)))
    }

    @Test func matrixText() {
        func file(_ length: Int) -> String {
            let value = String(repeating: "x", count: length)
            let uses = String(repeating: "${{ matrix.x }}", count: 1_024)
            return "command: cat\nmatrix: {x: ['\(value)']}\ndescription: '\(uses)'\n"
        }
        let most = ScenarioLimits.matrixTextBytesMax / 1_024
        #expect(isValid(file(most)))
        #expect(!isValid(file(most + 1)))
    }

    @Test func matrixNodes() {
        let values = (0..<1_000).map(String.init).joined(separator: ",")
        func file(_ count: Int) -> String {
            let nodes = String(repeating: "x,", count: count)
            return "command: cat\nmatrix: {x: [\(values)]}\n_orchestro_metadata: [\(nodes)]\n"
        }
        // The document, the command and the list of nodes count too; the matrix does not.
        let most = ScenarioLimits.matrixNodesMax / 1_000 - 3
        #expect(isValid(file(most)))
        #expect(
            told(file(most + 1)) == ["2:9 error the file is too long for a matrix of 1000"])
    }

    @Test func steps() {
        func file(_ count: Int) -> String {
            "command: cat\nsteps:\n" + String(repeating: "- {}\n", count: count)
        }
        #expect(isValid(file(ScenarioLimits.stepsMax)))
        #expect(!isValid(file(ScenarioLimits.stepsMax + 1)))
    }

    @Test func items() {
        func file(_ count: Int) -> String {
            "command: cat\ntags: [" + String(repeating: "a,", count: count) + "]\n"
        }
        #expect(isValid(file(ScenarioLimits.itemsMax)))
        #expect(!isValid(file(ScenarioLimits.itemsMax + 1)))
        func map(_ count: Int) -> String {
            "command: cat\nenv:\n" + (0..<count).map { "  A\($0): x\n" }.joined()
        }
        #expect(isValid(map(ScenarioLimits.itemsMax)))
        #expect(!isValid(map(ScenarioLimits.itemsMax + 1)))
    }

    @Test func diagnostics() {
        func file(_ count: Int) -> String {
            "command: cat\nsteps:\n" + String(repeating: "- {send: 1}\n", count: count)
        }
        let most = ScenarioLimits.diagnosticsMax
        #expect(told(file(most)).count == most)
        #expect(told(file(most + 1)).count == most)
    }

    @Test(arguments: [
        ("timeout", ScenarioLimits.secondsMax), ("deadline", ScenarioLimits.secondsMax),
        ("retries", ScenarioLimits.retriesMax),
    ])
    func numbers(_ key: String, _ most: Int) {
        #expect(isValid("command: cat\n\(key): \(most)\n"))
        #expect(!isValid("command: cat\n\(key): \(most + 1)\n"))
    }

    @Test func slugs() {
        func file(_ count: Int) -> String {
            "command: cat\nsteps:\n- screenshot: " + String(repeating: "x", count: count) + "\n"
        }
        #expect(isValid(file(ScenarioLimits.slugBytesMax)))
        #expect(!isValid(file(ScenarioLimits.slugBytesMax + 1)))
    }

    @Test func terminalCells() {
        func file(_ count: Int) -> String { "command: cat\nterminal: {rows: \(count)}\n" }
        #expect(isValid(file(ScenarioLimits.terminalCellsMax)))
        #expect(!isValid(file(ScenarioLimits.terminalCellsMax + 1)))
    }
}
