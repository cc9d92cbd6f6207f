import Foundation
import TestSupport
import Testing

@testable import Scenarios

/// The JSON Schema and the reader accept the same documents.
@Suite struct SchemaTests {
    @Test func seedsAreValid() {
        for seed in DocumentMutator.seeds {
            #expect(reading(seed.text()).diagnostics.filter { $0.severity == .error } == [])
        }
    }

    @Test func seedsUseEveryKey() {
        let text = DocumentMutator.seeds.map { $0.text() }.joined()
        let tables: [KeyTable] = [
            .scenario, .step, .terminal, .retries, .limits, .hostCommand, .screen, .mouse,
            .resize, .snapshot,
        ]
        for name in tables.flatMap(\.spellings) {
            #expect(text.contains("\"\(name)\":"), "no seed uses `\(name)`")
        }
    }

    @Test func agreesWithTheReaderOnMutatedDocuments() throws {
        let seed: UInt64 = 20_261_123
        var mutator = DocumentMutator(random: Dice(seed: seed))
        let documents = DocumentMutator.seeds + (0..<1_000).map { _ in mutator.document() }
        try compare(documents, "seed \(seed)")
    }

    @Test func agreesWithTheReaderOnEveryValueOfEveryKey() throws {
        try compare(EveryValue.documents, "every value")
    }

    private func compare(_ documents: [JSONValue], _ origin: String) throws {
        let texts = documents.map { $0.text() }
        let verdicts = try verdicts(texts)
        try #require(verdicts.count == texts.count)
        var acceptedCount = 0
        for (text, verdict) in zip(texts, verdicts) {
            let (result, count) = ScenarioFile.readCounting(
                Array(text.utf8), path: "x.json", lenient: false)
            let told = result.diagnostics.map(\.message)
            #expect((count == 0) == verdict, "\(origin): \(text)\n\(told)")
            if verdict { acceptedCount += 1 }
        }
        #expect(acceptedCount > 100)
        #expect(texts.count - acceptedCount > 100)
    }

    private func verdicts(_ texts: [String]) throws -> [Bool] {
        let folder = try temporaryFolder()
        defer { removeFolder(folder) }
        let schema = folder.appending(path: "schema.json")
        let documents = folder.appending(path: "documents")
        try Data(ScenarioSchema.json.text(pretty: true).utf8).write(to: schema)
        try Data(texts.joined(separator: "\n").utf8).write(to: documents)
        let script = URL(filePath: #filePath).deletingLastPathComponent()
            .appending(path: "Support/check_schema.py")
        let output = try python([script.path(), schema.path(), documents.path()])
        return output.split(separator: "\n").map { $0 == "1" }
    }
}
