import Foundation
import Testing

/// The table of docs/architecture.md, Package.swift and the import statements say the same.
@Suite struct HouseTests {
    private func document() throws -> House {
        House(document: try Repository.text("docs/architecture.md"))
    }

    private func manifest() throws -> Manifest { Manifest(try Repository.text("Package.swift")) }

    @Test func `the table is read`() throws {
        let house = try document()
        #expect(house.rooms.count == (try manifest().targets.count))
        #expect(house.rooms.contains { $0.name == "Engine" && $0.kind == "effects" })
        #expect(house.dependencies.contains("swift-argument-parser"))
        let pure = Set(house.rooms.filter { $0.kind == "pure" }.map(\.name))
        #expect(pure == Rule.pureTargets)
    }

    @Test func `arrows point upward`() throws {
        #expect(try document().findings.map(\.description) == [])
    }

    @Test func `the manifest is what the document says`() throws {
        let sources = Repository.root.appendingPathComponent("Sources").path
        let folders = Set(try FileManager.default.contentsOfDirectory(atPath: sources))
        let findings = try document().findings(manifest: try manifest(), folders: folders)
        #expect(findings.map(\.description) == [])
    }

    @Test func `files import what their row names`() throws {
        let house = try document()
        for finding in Repository.files.flatMap(house.findings) { Issue.record("\(finding)") }
    }

    // MARK: the rules can fail

    private let sample = House(
        document: """
            ## The targets
            | target | kind | may import | knows |
            | --- | --- | --- | --- |
            | `CA` | system library | – | a library |
            | `B` | pure | `CA` | b |
            | `E` | effects | `B` `F` | e |
            ## Dependencies
            | need | use | why |
            | --- | --- | --- |
            | `CA` | a library | it is needed |
            """)

    @Test func `an arrow down is caught`() {
        #expect(sample.findings.map(\.line) == [6])
    }

    @Test func `a manifest that differs is caught`() {
        let manifest = Manifest(
            """
            dependencies: [.package(url: "https://example.org/x/swift-x", from: "1.0.0")],
            targets: [ .systemLibrary(name: "CA", pkgConfig: "a"), room("B"),
                room("E", ["B", "F"]), room("G", ["B"]),
                .target(name: "S", dependencies: ["B"], path: "Tests/S"), ]
            """)
        let found = sample.findings(manifest: manifest, folders: ["CA", "B", "H"]).map(\.what)
        #expect(
            found == [
                "`B` has ", "`G` is not in docs/architecture.md",
                "`H` is not in docs/architecture.md", "Sources/E is missing",
                "`swift-x` is a dependency in only one of Package.swift and docs/architecture.md",
            ])
    }

    @Test(arguments: [
        ("Sources/B/B.swift", "import CA\nimport Glibc", [2]),
        ("Sources/B/B.swift", "@testable import E", [1]),
        ("Sources/E/E.swift", "import B\nimport Glibc\nimport struct CA.a", [3]),
        ("Sources/E/E.swift", "// import CA\nlet text = \"import CA\"", []),
        ("Tests/BTests/B.swift", "import Foundation", []),
    ])
    func `an import off the row is caught`(_ path: String, _ text: String, _ lines: [Int]) {
        #expect(sample.findings(in: RepositoryFile(path, text)).map(\.line) == lines)
    }
}
