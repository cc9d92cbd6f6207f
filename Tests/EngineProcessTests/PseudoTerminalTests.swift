import Engine
import Glibc
import Jobs
import Testing

@Suite struct PseudoTerminalTests {
    private func run(_ script: String) throws -> RunningProgram {
        let program = try RunningProgram.shell(script)
        _ = try program.finish()
        return program
    }

    @Test func startsAsAShellWantsIt() throws {
        let text = try run("stty -a; stty size").text
        for setting in [
            "isig icanon iexten echo echoe echok ", " icrnl ixon ", " iutf8", "opost ", " onlcr ",
            "intr = ^C", "erase = ^?", "susp = ^Z", "eof = ^D",
        ] {
            #expect(text.contains(setting), "\(setting)")
        }
        #expect(text.contains("24 80"))
    }

    @Test func echoCanBeOff() throws {
        let terminal = try PseudoTerminal(size: .init(columns: 10, rows: 2), echo: false)
        #expect(try terminal.settings().isEcho == false)
        #expect(try terminal.settings().isCanonical)
        terminal.closeTerminal()
        terminal.closeTerminal()
        #expect(try terminal.settings().isCanonical)
    }

    @Test(arguments: [
        ("stty raw -echo", ["-icrnl", "-ixon", "-iutf8", "-opost", "-icanon", "-isig", "-echo"]),
        ("stty raw -echo; stty sane ixon iutf8", []),
        ("stty intr ^G -onlcr", ["-onlcr", "intr"]),
        ("stty tostop", ["tostop"]),
        ("stty 9600", []),
    ])
    func differencesAreNamed(script: String, differences: [String]) throws {
        let program = try run(script)
        let now = try program.terminal.settings()
        #expect(now.differences(from: program.terminal.initialSettings) == differences)
    }

    @Test func resizingIsSeenAndSignalled() throws {
        let program = try RunningProgram.shell(
            "trap 'stty size; exit' WINCH; echo ready; while :; do read x; done")
        try program.wait(for: "ready")
        try program.terminal.resize(to: .init(columns: 132, rows: 50))
        _ = try program.finish()
        #expect(program.text.contains("50 132"))
    }

    @Test func twoTerminalsAreTold() throws {
        let one = try PseudoTerminal(size: .init(columns: 10, rows: 2), echo: true)
        let two = try PseudoTerminal(size: .init(columns: 10, rows: 2), echo: true)
        #expect(one.identity != two.identity)
    }
}
