/// Reads the examples of one code block.
struct ShellExampleReader {
    private let code: FencedCode
    private let prefix: String
    private var place = 0
    private(set) var examples: [ShellExample] = []
    private(set) var diagnostics: [Diagnostic] = []

    init(_ code: FencedCode, prefix: String) {
        self.code = code
        self.prefix = prefix
    }

    mutating func read() {
        while place < code.lines.count {
            let line = code.lines[place]
            place += 1
            if isCommand(line) {
                readExample(line)
            } else if Self.exitText(line.text) != nil {
                add(.error, "`# exit:` stands after no command", at: line)
            }
        }
    }

    private func isCommand(_ line: FencedCode.Line) -> Bool {
        line.text.utf8.starts(with: prefix.utf8)
    }

    private mutating func readExample(_ first: FencedCode.Line) {
        var command = String(decoding: first.text.utf8.dropFirst(prefix.utf8.count), as: UTF8.self)
        if command.hasPrefix(" ") { command.removeFirst() }
        command = readContinuation(of: command)
        let inline = InlineExpectation(command)
        if let inline { command = inline.command }
        guard !command.trimmingBlanks.isEmpty else {
            return add(
                .error, "there is no command after the prefix `\(prefix)`",
                hint: "output that begins so needs another --prefix", at: first)
        }
        if inline?.text.isEmpty == true {
            add(.error, "there is no text after `#=>`", at: first)
        }
        var example = ShellExample(
            command: command, position: first.position, language: code.language)
        let output = readOutput(&example)
        example.expected = inline?.text ?? output?.text
        if inline != nil, let output {
            add(.warning, "not compared: the command has its output after `#=>`", at: output.line)
        }
        examples.append(example)
    }

    /// Takes the following lines as long as a shell would ask for them. When it would ask to the
    /// end of the example, something was misunderstood: then the first line is the command.
    private mutating func readContinuation(of first: String) -> String {
        var text = first
        var next = place
        let line = InlineExpectation(first)?.command ?? first
        guard ShellText.isIncomplete(line) else { return first }
        while ShellText.isIncomplete(InlineExpectation(text)?.command ?? text) {
            guard next < code.lines.count, !isCommand(code.lines[next]) else { return first }
            text += "\n" + Self.withoutSecondPrompt(code.lines[next].text)
            next += 1
        }
        place = next
        return text
    }

    /// Shells print `> ` before lines that go on.
    private static func withoutSecondPrompt(_ line: String) -> String {
        if line == ">" { return "" }
        return line.hasPrefix("> ") ? String(line.dropFirst(2)) : line
    }

    /// Reads to the next command; gives the output, and sets the status.
    private mutating func readOutput(
        _ example: inout ShellExample
    ) -> (text: String, line: FencedCode.Line)? {
        var output: [FencedCode.Line] = []
        var isOver = false
        while place < code.lines.count, !isCommand(code.lines[place]) {
            let line = code.lines[place]
            place += 1
            if let text = Self.exitText(line.text) {
                if let status = Int(text), 0...255 ~= status {
                    example.status = status
                } else {
                    add(.error, "`# exit:` takes a number from 0 to 255, not `\(text)`", at: line)
                }
            } else if line.text.hasPrefix("#") {
                isOver = true
            } else if !isOver {
                output.append(line)
            }
        }
        while output.last?.text.trimmingBlanks.isEmpty == true { output.removeLast() }
        let text = output.drop { $0.text.trimmingBlanks.isEmpty }
        guard let line = text.first else { return nil }
        return (text.map(\.text).joined(separator: "\n"), line)
    }

    /// What stands after `# exit:`; nil when the line says no such thing.
    private static func exitText(_ line: String) -> String? {
        guard line.hasPrefix("#") else { return nil }
        let text = String(line.dropFirst()).trimmingBlanks
        guard text.hasPrefix("exit:") else { return nil }
        return String(text.dropFirst(5)).trimmingBlanks
    }

    private mutating func add(
        _ severity: Diagnostic.Severity, _ message: String, hint: String? = nil,
        at line: FencedCode.Line
    ) {
        diagnostics.append(
            Diagnostic(
                severity, message, hint: hint, at: line.position,
                length: line.text.unicodeScalars.count))
    }
}

/// ` #=> text` at the end of a command. Inside quotes it is part of the command.
private struct InlineExpectation {
    let command: String
    let text: String

    init?(_ whole: String) {
        let scalars = Array(whole.unicodeScalars)
        var quote: Unicode.Scalar?
        var place = 0
        while place < scalars.count {
            let scalar = scalars[place]
            if scalar == "\\", quote != "'" {
                place += 1
            } else if quote == nil, scalar == "'" || scalar == "\"" {
                quote = scalar
            } else if scalar == quote {
                quote = nil
            } else if quote == nil, place > 0, scalars[place - 1] == " ",
                scalars[place...].starts(with: "#=>".unicodeScalars),
                !scalars[place...].contains("\n")
            {
                command = Self.text(scalars[..<place])
                text = Self.text(scalars[(place + 3)...])
                return
            }
            place += 1
        }
        return nil
    }

    private static func text(_ scalars: ArraySlice<Unicode.Scalar>) -> String {
        String(String.UnicodeScalarView(scalars)).trimmingBlanks
    }
}
