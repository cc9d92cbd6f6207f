/// A command of a document and what it must do.
public struct ShellExample: Hashable, Sendable {
    /// The command, any number of lines, without prompts.
    public var command: String
    /// Where the command begins in the document.
    public var position: Position
    /// What it must print; nil: anything.
    public var expected: String?
    /// The status it must have.
    public var status = 0
    /// Language of its block, in lower case.
    public var language: String

    /// Languages whose blocks hold examples.
    public static let languages: Set<String> = ["bash", "sh", "shell", "console", "terminal"]

    /// Whether the file is a Markdown document by its name.
    public static func isDocument(path: String) -> Bool {
        let name = path.lowercased()
        return name.hasSuffix(".md") || name.hasSuffix(".markdown")
    }

    /// The command's first line, for titles.
    public var title: String {
        let lines = command.split(separator: "\n", omittingEmptySubsequences: false)
        let first = lines.first.map(String.init) ?? ""
        let shown = first.unicodeScalars.prefix(Self.titleScalarsMax)
        let isCut = shown.count < first.unicodeScalars.count || lines.count > 1
        return "line \(position.line): \(String(shown))" + (isCut ? " …" : "")
    }

    /// Longest title, in scalars.
    private static let titleScalarsMax = 70
}

extension ShellExample {
    /// The examples of a document with the mistakes in them, both in order.
    ///
    /// A line that begins with the prefix is a command. Text after ` #=> ` at its end, or the
    /// lines up to the next command or comment, are what it must print. `# exit: N` after it is
    /// the status it must have.
    public static func read(
        _ document: String, prefix: String
    ) -> (examples: [ShellExample], diagnostics: [Diagnostic]) {
        var examples: [ShellExample] = []
        var diagnostics: [Diagnostic] = []
        for code in FencedCode.blocks(of: document) where languages.contains(code.language) {
            var reader = ShellExampleReader(code, prefix: prefix)
            reader.read()
            examples += reader.examples
            diagnostics += reader.diagnostics
        }
        return (examples, diagnostics)
    }
}
