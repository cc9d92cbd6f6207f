import Engine
import Glibc
import Jobs
import Scenarios
import Testing

@Suite struct LaunchFailureTests {
    private static func spawn(
        _ path: String, arguments: [String] = ["x"], directory: String = "/"
    ) throws(LaunchFailure) {
        let launcher = try Launcher.start()
        let null = open("/dev/null", O_RDWR | O_CLOEXEC)
        defer { close(null) }
        _ = try launcher.spawn(
            SpawnRequest(
                tag: 1, path: path, arguments: arguments, environment: [],
                workingDirectory: directory,
                streams: .descriptors(input: null, output: null, error: null)))
    }

    private static func message(
        _ path: String, arguments: [String] = ["x"], directory: String = "/"
    ) -> String {
        do throws(LaunchFailure) {
            try spawn(path, arguments: arguments, directory: directory)
            return "started"
        } catch {
            return error.description
        }
    }

    private static func file(_ text: String, mode: mode_t) -> String {
        var template = Array("/tmp/launch-failure-XXXXXX".utf8CString)
        let file = mkstemp(&template)
        _ = write(file, text, text.utf8.count)
        fchmod(file, mode)
        close(file)
        return String(decoding: template.dropLast().map(UInt8.init(bitPattern:)), as: UTF8.self)
    }

    @Test func eachCauseHasItsWords() {
        #expect(Self.message("/nowhere/program") == "/nowhere/program: not found")
        #expect(Self.message("/etc/passwd/x") == "/etc/passwd/x: not found")
        #expect(Self.message("/usr") == "/usr: permission denied")
        #expect(
            Self.message("/bin/true", directory: "/nowhere")
                == "working directory /nowhere: No such file or directory")
        #expect(
            Self.message("/bin/true", directory: "/etc/passwd")
                == "working directory /etc/passwd: Not a directory")
        #expect(
            Self.message("/bin/true", arguments: ["a\0b"])
                == "\"a\\0b\" contains a NUL character")
        #expect(Self.message("/bin/true", arguments: []).contains("Invalid argument"))
    }

    @Test func eachKindOfFileHasItsWords() {
        let table: [(text: String, mode: mode_t, message: String)] = [
            ("echo hello\n", 0o755, "not an executable format: add a #! line, or build it"),
            ("#!/nowhere/shell -e\n", 0o755, "its interpreter /nowhere/shell was not found"),
            ("#!/bin/sh\n", 0o644, "permission denied"),
            ("#!/bin/sh\n", 0o755, "started"),
        ]
        for row in table {
            let path = Self.file(row.text, mode: row.mode)
            #expect(Self.message(path).contains(row.message))
            unlink(path)
        }
    }

    @Test func aFailureLeavesTheLauncherUsable() throws {
        let launcher = try Launcher.start()
        let terminal = try PseudoTerminal(size: .init(columns: 80, rows: 24), echo: false)
        #expect(throws: LaunchFailure.notFound(path: "/nowhere")) {
            try launcher.spawn(
                SpawnRequest(
                    tag: 1, path: "/nowhere", arguments: ["x"], environment: [],
                    streams: .terminal(terminal.terminal)))
        }
        let program = try RunningProgram(["echo", "fine"], launcher: launcher)
        #expect(try program.finish() == .exited(0))
        #expect(try launcher.killAll() == Sweep(killed: 0, survivors: 0))
    }

    @Test func aClosedLauncherSaysSo() throws {
        let launcher = try Launcher.start()
        launcher.close()
        launcher.close()
        #expect(throws: LaunchFailure.launcherGone) { try launcher.killAll() }
        #expect(throws: LaunchFailure.launcherGone) { try launcher.nextEvent() }
    }

    @Test func aKilledLauncherSaysSo() throws {
        let launcher = try Launcher.start()
        let program = try RunningProgram(["cat"], launcher: launcher)
        kill(launcher.processID, SIGKILL)
        #expect(throws: LaunchFailure.launcherGone) {
            try program.wait { _ in false }
        }
    }
}
