import Foundation

/// One file of the repository, or a sample that is written like one.
struct RepositoryFile: Sendable {
    /// From the repository's root: `Sources/Engine/Pool/Pool.swift`.
    let path: String
    /// The lines as written.
    let lines: [String]
    /// The lines with comments and the insides of literals blanked; empty for other languages.
    let code: [String]
    /// 1-based lines that have a comment.
    let commentLines: Set<Int>

    init(_ path: String, _ text: String) {
        self.path = path
        lines = Self.split(text)
        let kind = path.split(separator: ".").last ?? ""
        guard ["swift", "c", "h"].contains(kind) else {
            code = []
            commentLines = []
            return
        }
        let scanner = CodeScanner(text, isC: kind != "swift")
        code = Self.split(String(decoding: scanner.code, as: UTF8.self))
        commentLines = scanner.commentLines
    }

    private static func split(_ text: String) -> [String] {
        var lines = text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
        if lines.last?.isEmpty == true { lines.removeLast() }
        return lines
    }

    /// `swift`, `c`, `md`; empty for a name without an ending.
    var ending: String {
        let name = path.split(separator: "/").last ?? ""
        return name.contains(".") ? String(name.split(separator: ".").last ?? "") : ""
    }

    /// Whether it is written in a programming language.
    var isProgram: Bool { ["swift", "c", "h", "py"].contains(ending) }

    /// Whether a line (from 1) has no code and no comment: it is part of a literal.
    func isInsideText(_ line: Int) -> Bool {
        code.indices.contains(line - 1) && !commentLines.contains(line)
            && code[line - 1].allSatisfy { $0 == " " }
    }

    /// The target of a file in Sources.
    var target: String? {
        let parts = path.split(separator: "/")
        return parts.count > 2 && parts[0] == "Sources" ? String(parts[1]) : nil
    }

    /// A finding in it.
    func finding(_ line: Int, _ what: String, instead: String) -> Finding {
        Finding(path: path, line: line, what: what, instead: instead)
    }
}

/// Something that breaks a rule.
struct Finding: Hashable, CustomStringConvertible {
    var path: String
    var line: Int
    /// What is there.
    var what: String
    /// What should be there.
    var instead: String

    var description: String { "\(path):\(line): \(what); instead \(instead)" }
}

/// The files that are committed, or would be.
enum Repository {
    static let root = URL(fileURLWithPath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

    /// Everything but what is built or written by runs; see .gitignore.
    static let files: [RepositoryFile] = {
        let passedOver: Set<String> = [
            ".git", "__pycache__", "dist", "orchestro-artifacts", "Package.resolved",
        ]
        let base = root.standardizedFileURL.path + "/"
        var files: [RepositoryFile] = []
        guard let walk = FileManager.default.enumerator(atPath: base) else { return [] }
        for case let path as String in walk {
            let name = path.split(separator: "/").last.map(String.init) ?? ""
            if passedOver.contains(name) || name.hasPrefix(".build") {
                walk.skipDescendants()
                continue
            }
            // What is no text (a directory, a picture) has no lines to look at.
            guard let text = try? String(contentsOfFile: base + path, encoding: .utf8) else {
                continue
            }
            files.append(RepositoryFile(path, text))
        }
        return files.sorted { $0.path < $1.path }
    }()

    /// The text of one file.
    static func text(_ path: String) throws -> String {
        try String(contentsOf: root.appendingPathComponent(path), encoding: .utf8)
    }
}
