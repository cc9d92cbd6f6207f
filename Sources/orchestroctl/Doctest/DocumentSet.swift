import Engine
import Scenarios

/// The documents of a request, read and checked all at once.
struct DocumentSet {
    /// Examples that share a shell.
    struct Run {
        var path: String
        var examples: [ShellExample]
    }

    private(set) var runs: [Run] = []
    private var lines: [String] = []
    private(set) var hasErrors = false

    init(paths: [String], options: DoctestOptions) {
        var seen: Set<String> = []
        for path in paths where seen.insert(FileKind.absolute(path)).inserted {
            read(path, options)
        }
    }

    /// Every mistake, as a compiler would print it.
    func explain() -> [String] { lines }

    private mutating func read(_ path: String, _ options: DoctestOptions) {
        guard ShellExample.isDocument(path: path) else {
            return fail("\(path): not a Markdown file (*.md, *.markdown)")
        }
        let bytes: [UInt8]
        do throws(FileFailure) {
            bytes = try readWhole(path, bytesMax: ScenarioLimits.fileBytesMax + 1)
        } catch {
            return fail(error.message)
        }
        guard bytes.count <= ScenarioLimits.fileBytesMax else {
            return fail("\(path): larger than \(ScenarioLimits.fileBytesMax) bytes")
        }
        let text = String(decoding: bytes, as: UTF8.self)
        let (examples, diagnostics) = ShellExample.read(text, prefix: options.prefix)
        lines += diagnostics.map { DiagnosticText.render($0, path: path, source: text) }
        let isWrong = diagnostics.contains { $0.severity == .error }
        if isWrong { hasErrors = true }
        guard !examples.isEmpty || isWrong else {
            return fail(
                "\(path): no examples: no code block of bash, sh, shell, console or terminal has"
                    + " a line that begins with `\(options.prefix)`")
        }
        if options.isolated {
            runs += examples.map { Run(path: path, examples: [$0]) }
        } else {
            runs.append(Run(path: path, examples: examples))
        }
    }

    private mutating func fail(_ problem: String) {
        lines.append("error: \(problem)")
        hasErrors = true
    }
}
