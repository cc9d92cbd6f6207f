/// The house as docs/architecture.md describes it and as Package.swift builds it.
struct House: Equatable {
    /// One row of the table of targets.
    struct Room: Equatable {
        var name: String
        /// `system library`, `C`, `pure`, `effects`, `program`.
        var kind: String
        var imports: Set<String>
        /// Line of the document.
        var line: Int
    }

    /// From the bottom up.
    var rooms: [Room]
    /// Packages and system libraries with a reason to be there.
    var dependencies: Set<String>

    /// Standard modules that a target of a kind may import.
    static func standardModules(_ kind: String) -> Set<String> {
        switch kind {
        case "effects", "program": ["Glibc", "Synchronization"]
        default: []
        }
    }

    /// Reads the two tables of the document.
    init(document: String) {
        rooms = []
        dependencies = []
        var heading = ""
        for (index, line) in document.split(separator: "\n", omittingEmptySubsequences: false)
            .enumerated()
        {
            if line.hasPrefix("#") { heading = line.drop { "# ".contains($0) }.lowercased() }
            let cells = line.split(separator: "|", omittingEmptySubsequences: false).map(
                String.init)
            guard line.hasPrefix("|"), cells.count > 4, !cells[1].contains("---") else { continue }
            let names = Self.names(in: cells[1])
            if heading == "the targets" {
                let kind = cells[2].trimmed
                rooms += names.map {
                    Room(
                        name: $0, kind: kind, imports: Set(Self.names(in: cells[3])),
                        line: index + 1)
                }
            } else if heading == "dependencies" {
                dependencies.formUnion(names)
            }
        }
    }

    private static func names(in cell: String) -> [String] {
        cell.split(separator: "`", omittingEmptySubsequences: false).enumerated()
            .filter { $0.offset % 2 == 1 }.map { String($0.element) }
    }

    /// What the rows say against themselves: an arrow may only point to a row above.
    var findings: [Finding] {
        var known: Set<String> = [
            "ArgumentParser", "GRDB", "HTTPTypes", "HummingbirdCore", "Logging",
            "NIOCore", "NIOHTTP1", "NIOHTTPTypes", "NIOPosix", "NIOWebSocket",
        ]
        var findings: [Finding] = []
        for room in rooms {
            for name in room.imports.subtracting(known).sorted() {
                findings.append(
                    Finding(
                        path: "docs/architecture.md", line: room.line,
                        what: "`\(room.name)` imports `\(name)`, which is no row above it",
                        instead: "let arrows point upward only"))
            }
            known.insert(room.name)
        }
        return findings
    }

    /// Where the manifest differs from the document.
    func findings(manifest: Manifest, folders: Set<String>) -> [Finding] {
        func finding(_ what: String, _ instead: String) -> Finding {
            Finding(path: "Package.swift", line: 1, what: what, instead: instead)
        }
        var findings: [Finding] = []
        for room in rooms where manifest.targets[room.name] != room.imports {
            let there = manifest.targets[room.name].map { $0.sorted().joined(separator: ", ") }
            findings.append(
                finding(
                    "`\(room.name)` has \(there ?? "no target")",
                    "what docs/architecture.md says: "
                        + room.imports.sorted().joined(separator: ", ")))
        }
        let named = Set(rooms.map(\.name))
        for name in Set(manifest.targets.keys).union(folders).subtracting(named).sorted() {
            findings.append(
                finding("`\(name)` is not in docs/architecture.md", "give it a row there"))
        }
        for name in named.subtracting(folders).sorted() {
            findings.append(finding("Sources/\(name) is missing", "take its row away"))
        }
        for name in manifest.outside.symmetricDifference(dependencies).sorted() {
            findings.append(
                finding(
                    "`\(name)` is a dependency in only one of Package.swift and"
                        + " docs/architecture.md", "name it, with its reason, in both"))
        }
        return findings
    }

    /// Imports that a file's row does not allow.
    func findings(in file: RepositoryFile) -> [Finding] {
        guard file.ending == "swift", let target = file.target,
            let room = rooms.first(where: { $0.name == target })
        else { return [] }
        let allowed = room.imports.union(Self.standardModules(room.kind))
        return file.code.enumerated().compactMap { index, line in
            let words = line.split(separator: " ")
            guard let place = words.firstIndex(of: "import"), place + 1 < words.count else {
                return nil
            }
            // `import struct Glibc.stat` names the module before the dot.
            let module = words[words.count - 1].split(separator: ".")[0]
            guard !allowed.contains(String(module)) else { return nil }
            return file.finding(
                index + 1, "`\(target)` imports `\(module)`",
                instead: "only what its row in docs/architecture.md names")
        }
    }
}

extension String {
    fileprivate var trimmed: String {
        String(drop { $0 == " " }.reversed().drop { $0 == " " }.reversed())
    }
}
