import CLaunch
import Glibc
import Scenarios

/// The connection to a program: a terminal, or three pipes.
final class Streams {
    /// The terminal; nil with the pipe driver.
    let terminal: PseudoTerminal?
    /// Where its output comes from; -1 when closed.
    private(set) var output: Int32
    /// Where its standard error comes from (pipe driver); -1 when closed or none.
    private(set) var error: Int32 = -1
    /// Where input goes; -1 when closed.
    private(set) var input: Int32
    private var programEnds: [Int32] = []

    init(_ scenario: Scenario) throws(SystemError) {
        let settings = scenario.terminal
        guard scenario.driver == .pty else {
            terminal = nil
            let input = try Self.pipe()
            let output = try Self.pipe()
            let error = try Self.pipe()
            self.input = input.write
            self.output = output.read
            self.error = error.read
            programEnds = [input.read, output.write, error.write]
            for descriptor in [self.input, self.output, self.error] {
                _ = fcntl(descriptor, F_SETFL, O_NONBLOCK)
            }
            return
        }
        let terminal = try PseudoTerminal(
            size: .init(columns: settings.columns, rows: settings.rows), echo: settings.echo)
        self.terminal = terminal
        input = terminal.master
        output = terminal.master
    }

    deinit {
        releaseProgramEnds()
        guard terminal == nil else { return }
        for descriptor in [input, output, error] where descriptor >= 0 { close(descriptor) }
    }

    /// What to hand to the launcher.
    var forProgram: SpawnRequest.Streams {
        if let terminal { return .terminal(terminal.terminal) }
        return .descriptors(
            input: programEnds[0], output: programEnds[1], error: programEnds[2])
    }

    /// Gives up our copies of the program's ends, once it has them.
    func releaseProgramEnds() {
        terminal?.closeTerminal()
        for descriptor in programEnds { close(descriptor) }
        programEnds = []
    }

    /// No more output will come.
    func outputEnded() {
        if terminal == nil, output >= 0 { close(output) }
        output = -1
    }

    /// No more standard error will come.
    func errorEnded() {
        if error >= 0 { close(error) }
        error = -1
    }

    /// Ends the program's standard input (pipe driver).
    func closeInput() {
        guard terminal == nil, input >= 0 else { return }
        close(input)
        input = -1
    }

    private static func pipe() throws(SystemError) -> (read: Int32, write: Int32) {
        var ends: [Int32] = [-1, -1]
        guard cevents_pipe(&ends) == 0 else { throw SystemError(errno) }
        return (ends[0], ends[1])
    }
}
