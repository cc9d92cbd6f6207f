/// Marks that tell where an interactive shell's prompt begins, where a command's output begins,
/// and the status of the last command, without a trace on the screen.
///
/// The shell is asked by variables of its environment to print private OSC sequences with a
/// nonce; they are taken out of the stream before anybody sees it. The idea is that of OSC 133
/// (FinalTerm's shell integration); the number is private so that a program's own marks stay.
public struct ShellMarks: Sendable {
    /// What a mark says.
    public enum Mark: Hashable, Sendable {
        /// The prompt begins; the last command's status.
        case prompt(status: Int)
        /// The prompt ends, and the shell has made the terminal ready for keys.
        case ready
        /// The prompt ends and typed input begins.
        case input
        /// A command was read; its output begins.
        case output
        /// A line was read that does not complete a command; the continuation prompt begins.
        case continuation
    }

    /// A part of the stream.
    public enum Piece: Hashable, Sendable {
        /// Bytes of the program, as a range of the chunk given.
        case bytes(Range<Int>)
        /// Bytes of the program held back from an earlier chunk.
        case held([UInt8])
        /// One mark.
        case mark(Mark)
    }

    /// Shells that can be asked, by program name.
    public enum Shell: String, CaseIterable, Sendable {
        case bash, sh, dash
    }

    private let introducer: [UInt8]
    private var held: [UInt8] = []

    /// A reader of the marks with this nonce (letters and digits only).
    public init(nonce: String) { introducer = Array("\u{1B}]8133;\(nonce);".utf8) }

    /// The shell that this command starts interactively, if it is one that can be asked.
    public static func shell(words: [String]) -> Shell? {
        guard let program = words.first?.split(separator: "/").last.map(String.init),
            let shell = Shell(rawValue: program)
        else { return nil }
        let options = words.dropFirst()
        let plain = options.allSatisfy { option in
            option.hasPrefix("--")
                ? option != "--posix"
                : option.hasPrefix("-")
                    && !option.contains("c")
        }
        return plain ? shell : nil
    }

    /// The variables that make that shell print marks, given its own values of them.
    public static func environment(
        for shell: Shell, nonce: String, isRoot: Bool, existing: (String) -> String?
    ) -> [(name: String, value: String)] {
        let osc = "8133;\(nonce);"
        switch shell {
        case .bash:
            let print = #"__orchestro=$?; printf '\033]\#(osc)D;%s\007' "$__orchestro""#
            // At the end of the prompt readline has set the terminal: what is typed now is its.
            let ready = #"[[ $PS1 == *"\#(osc)"* ]] || PS1+='\[\e]\#(osc)R\a\]'"#
            let own = "\(print); \(ready)"
            let before = existing("PROMPT_COMMAND")
            let command = before.map { "\(own); (exit $__orchestro); \($0)" } ?? own
            return [
                ("PROMPT_COMMAND", command),
                ("PS0", (existing("PS0") ?? "") + #"\e]\#(osc)C\a"#),
                ("PS2", #"\[\e]\#(osc)P\a\]"# + (existing("PS2") ?? "> ")),
            ]
        case .sh, .dash:
            let prompt = existing("PS1") ?? (isRoot ? "# " : "$ ")
            let input = "\u{1B}]\(osc)B\u{07}"
            return [
                ("PS1", "\u{1B}]\(osc)D;${?}\u{07}\(prompt)\(input)"),
                ("PS2", "\u{1B}]\(osc)P\u{07}\(existing("PS2") ?? "> ")\(input)"),
            ]
        }
    }

    /// Divides a chunk into the program's bytes and marks.
    public mutating func divide(_ chunk: UnsafeRawBufferPointer) -> [Piece] {
        var pieces: [Piece] = []
        var start = 0
        var place = 0
        while place < chunk.count {
            let byte = chunk[place]
            if held.isEmpty {
                if byte == 0x1B {
                    if start < place { pieces.append(.bytes(start..<place)) }
                    held.append(byte)
                    start = place + 1
                }
            } else if let piece = continueHeld(byte) {
                pieces.append(piece)
                // A byte that breaks a sequence may begin another one.
                if case .held(let bytes) = piece, bytes.last == 0x1B, bytes.count > 1 {
                    pieces[pieces.count - 1] = .held(Array(bytes.dropLast()))
                    held = [0x1B]
                }
                start = place + 1
            } else {
                start = place + 1
            }
            place += 1
        }
        if start < chunk.count { pieces.append(.bytes(start..<chunk.count)) }
        return pieces
    }

    /// What is still held back, at the end of the stream.
    public mutating func finish() -> [UInt8] {
        defer { held = [] }
        return held
    }

    private mutating func continueHeld(_ byte: UInt8) -> Piece? {
        held.append(byte)
        let count = held.count
        if count <= introducer.count {
            guard held[count - 1] == introducer[count - 1] else { return release() }
            return nil
        }
        if byte == 0x1B { return release() }
        if byte == 0x07 {
            let body = String(decoding: held[introducer.count..<count - 1], as: UTF8.self)
            guard let mark = Self.mark(body) else { return release() }
            held = []
            return .mark(mark)
        }
        return count > introducer.count + 16 ? release() : nil
    }

    private mutating func release() -> Piece {
        defer { held = [] }
        return .held(held)
    }

    private static func mark(_ body: String) -> Mark? {
        switch body {
        case "C": return .output
        case "B": return .input
        case "R": return .ready
        case "P": return .continuation
        default:
            guard body.hasPrefix("D;"), let status = Int(body.dropFirst(2)) else { return nil }
            return .prompt(status: status)
        }
    }
}
