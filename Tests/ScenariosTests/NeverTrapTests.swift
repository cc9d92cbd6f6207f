import Foundation
import TestSupport
import Testing

@testable import Scenarios

/// Whatever the bytes, reading ends with scenarios or diagnostics.
@Suite struct NeverTrapTests {
    private static let seed: UInt64 = 42

    private static func corpus() throws -> [[UInt8]] {
        let folders = [CorpusTests.folder, GoldenTests.folder]
        return try folders.flatMap { folder in
            try FileManager.default.contentsOfDirectory(atPath: folder.path()).sorted()
                .filter { $0.hasSuffix(".yaml") }
                .map { [UInt8](try Data(contentsOf: folder.appending(path: $0))) }
        }
    }

    @Test func mutatedFilesAreRead() throws {
        var random = Dice(seed: Self.seed)
        let corpus = try Self.corpus().filter { $0.count < 4_000 }
        for _ in 0..<4_000 {
            var bytes = corpus.randomElement(using: &random) ?? []
            for _ in 0..<Int.random(in: 1...6, using: &random) { mutate(&bytes, &random) }
            check(bytes)
        }
    }

    /// Files that libFuzzer found to reach code that no other file had reached.
    @Test func whatTheFuzzerFoundIsRead() throws {
        let folder = CorpusTests.folder.deletingLastPathComponent().appending(path: "FuzzCorpus")
        let names = try FileManager.default.contentsOfDirectory(atPath: folder.path())
        #expect(names.count > 100)
        for name in names { check([UInt8](try Data(contentsOf: folder.appending(path: name)))) }
    }

    @Test func randomBytesAreRead() {
        var random = Dice(seed: Self.seed)
        for _ in 0..<2_000 {
            let count = Int.random(in: 0...200, using: &random)
            check((0..<count).map { _ in UInt8.random(in: 0...255, using: &random) })
        }
    }

    @Test func everyPrefixIsRead() throws {
        for bytes in try Self.corpus() where bytes.count < 1_600 {
            for count in stride(from: 0, to: bytes.count, by: 3) { check(Array(bytes[..<count])) }
        }
    }

    @Test(arguments: [
        "command: cat\ntimeout: 1e999", "command: cat\ntimeout: 99999999999999999999999",
        "command: cat\nlimits: {memory: 999999999999999T}", "command: cat\npriority: -.inf",
        "command: cat\ntimeout: 99999999999:59:59:59:59:59:59:59:59", "a: &a [*a]",
        "command: cat\nretries: -9223372036854775808", "&a : *a", "command: cat\ntimeout: -",
        "command: cat\nsteps: [{wait: .nan}]", "command: cat\ntimeout: 0x8000000000000000",
        "command: ${{ ${{ }} }}", "%YAML 9.9\n---\na: b", "? [a]\n: b", "!!map [a]", "- &x *x",
        "command: cat\nexit_code: 1.0e+30", "command: cat\npriority: 0b1_", "<<: {<<: {a: b}}",
    ])
    func oddTextsAreRead(_ text: String) {
        check(Array(text.utf8))
    }

    private func check(_ bytes: [UInt8]) {
        let result = ScenarioFile.read(bytes, path: "x.yaml", lenient: bytes.count % 2 == 0)
        let text = String(decoding: bytes, as: UTF8.self)
        #expect(!result.scenarios.isEmpty || result.hasErrors, "seed \(Self.seed): \(text)")
        for diagnostic in result.diagnostics {
            let shown = DiagnosticText.render(diagnostic, path: "x.yaml", source: text)
            #expect(shown.hasSuffix("\n"))
        }
    }

    private static let pieces: [[UInt8]] = [
        "- ", ": ", "\n", "\"", "'", "[", "]", "{", "}", "&a ", "*a", "<<: ", "\t", "\0",
        "${{ matrix.x }}", "${{", "}}", "!!int ", "---\n", "matrix: {x: [1, 2]}\n", "\u{FEFF}",
        "9999999999999999999", "| \n", "> \n", "#", "\\", "if: ", "expect_json: ", "\u{2028}",
    ].map { Array($0.utf8) }

    private func mutate(_ bytes: inout [UInt8], _ random: inout Dice) {
        let place = Int.random(in: 0...bytes.count, using: &random)
        let end = min(bytes.count, place + Int.random(in: 0...12, using: &random))
        switch Int.random(in: 0..<5, using: &random) {
        case 0: bytes.removeSubrange(place..<end)
        case 1: bytes.insert(UInt8.random(in: 0...255, using: &random), at: place)
        case 2: bytes.insert(contentsOf: bytes[place..<end], at: place)
        default:
            bytes.insert(
                contentsOf: Self.pieces.randomElement(using: &random) ?? [], at: place)
        }
    }
}
