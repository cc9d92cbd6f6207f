import Engine
import Glibc
import Jobs
import Scenarios

/// A real program on a terminal of its own, started by a launcher of its own.
final class RunningProgram {
    struct TimedOut: Error { var output: String }

    let launcher: Launcher
    let terminal: PseudoTerminal
    let processID: Int32
    private(set) var output: [UInt8] = []
    private(set) var ending: Ending?
    private(set) var usage = Usage()
    private(set) var events: [LauncherEvent] = []

    static let environment = ["PATH=/usr/local/bin:/usr/bin:/bin", "TERM=xterm", "HOME=/tmp"]

    init(
        _ command: [String], environment: [String] = environment, directory: String = "/",
        launcher: Launcher? = nil, tag: UInt32 = 1, cgroup: Int32? = nil
    ) throws {
        self.launcher = try launcher ?? Launcher.start()
        terminal = try PseudoTerminal(size: .init(columns: 80, rows: 24), echo: true)
        let path = try ProgramLookup.path(
            of: command[0], environment: environment, directory: directory)
        processID = try self.launcher.spawn(
            SpawnRequest(
                tag: tag, path: path, arguments: command, environment: environment,
                workingDirectory: directory, streams: .terminal(terminal.terminal), cgroup: cgroup))
        terminal.closeTerminal()
    }

    static func shell(_ script: String) throws -> RunningProgram {
        try RunningProgram(["sh", "-c", script])
    }

    var text: String { String(decoding: output, as: UTF8.self) }

    func type(_ text: String) {
        let bytes = Array(text.utf8)
        _ = write(terminal.master, bytes, bytes.count)
    }

    /// Takes in what happens until `done` holds; each wait is for an event of a descriptor.
    func wait(until done: (RunningProgram) throws -> Bool) throws {
        while try !done(self) {
            var watched = [
                pollfd(fd: launcher.descriptor, events: Int16(POLLIN), revents: 0),
                pollfd(fd: isAtEnd ? -1 : terminal.master, events: Int16(POLLIN), revents: 0),
            ]
            guard poll(&watched, 2, 30_000) > 0 else { throw TimedOut(output: text) }
            if watched[1].revents != 0 { readOutput() }
            try takeEvents()
        }
    }

    func wait(for text: String) throws {
        try wait { $0.text.contains(text) || ($0.ending != nil && $0.isAtEnd) }
    }

    func waitForEnd() throws -> Ending? {
        try wait { $0.ending != nil }
        return ending
    }

    /// Waits for the end of program and output.
    func finish() throws -> Ending? {
        try wait { $0.ending != nil && $0.isAtEnd }
        return ending
    }

    func takeEvents() throws {
        while let event = try launcher.nextEvent() {
            events.append(event)
            if case .ended(_, let ending, let usage) = event {
                self.ending = ending
                self.usage = usage
            }
        }
    }

    private var isAtEnd = false

    /// Takes in the output that is there now, so that no program has to wait for room.
    func readAvailable() {
        var watched = pollfd(fd: terminal.master, events: Int16(POLLIN), revents: 0)
        if !isAtEnd, poll(&watched, 1, 0) > 0 { readOutput() }
    }

    private func readOutput() {
        var buffer = [UInt8](repeating: 0, count: 65536)
        let size = read(terminal.master, &buffer, buffer.count)
        if size > 0 { output += buffer[..<size] }
        if size < 0, errno != EAGAIN, errno != EINTR { isAtEnd = true }
    }
}

/// Whether a process exists and is not merely waiting to be reaped.
func isAlive(_ processID: Int32) -> Bool {
    guard let file = fopen("/proc/\(processID)/stat", "r") else { return false }
    defer { fclose(file) }
    var line = [UInt8](repeating: 0, count: 512)
    let size = fread(&line, 1, line.count, file)
    let text = String(decoding: line[..<size], as: UTF8.self)
    guard let end = text.lastIndex(of: ")") else { return false }
    let state = text[text.index(end, offsetBy: 2)...].first
    return state != "Z" && state != "X"
}

/// The numbers that a program printed behind `key=`.
func numbers(_ key: String, in text: String) -> [Int32] {
    text.split(whereSeparator: \.isWhitespace).filter { $0.hasPrefix(key + "=") }
        .compactMap { Int32($0.dropFirst(key.count + 1)) }
}
