import CLaunch
import Glibc

/// Both ends of a terminal: ours, and the one a program is started on.
///
/// Owns both descriptors. Close the program's end once the program has it, or the end of its
/// output cannot be seen.
public final class PseudoTerminal {
    /// Columns and rows.
    public struct Size: Hashable, Sendable {
        /// Characters in a row.
        public var columns: Int
        /// Rows on the screen.
        public var rows: Int

        /// Makes a size.
        public init(columns: Int, rows: Int) {
            self.columns = columns
            self.rows = rows
        }
    }

    /// What makes a descriptor of another process this terminal.
    public struct Identity: Hashable, Sendable {
        /// The file system its node is on; two mounts of devpts number apart.
        var fileSystem: UInt
        /// Its number as a device.
        var device: UInt
    }

    /// Our end; does not block.
    public let master: Int32
    /// The program's end; -1 once closed.
    public private(set) var terminal: Int32
    /// How to recognise it in other processes.
    public let identity: Identity
    /// Its settings as the program finds them.
    public let initialSettings: LineSettings

    /// Opens a terminal of this size, in canonical mode, with or without echo.
    public init(size: Size, echo: Bool) throws(SystemError) {
        master = csystem_open_terminal_master()
        guard master >= 0 else { throw .latest }
        terminal = csystem_open_terminal_peer(master)
        do throws(SystemError) {
            identity = try Self.identity(of: terminal)
            initialSettings = try Self.prepare(terminal, echo: echo)
            try Self.resize(master, to: size)
        } catch {
            Glibc.close(master)
            Glibc.close(terminal)
            throw error
        }
    }

    deinit {
        closeTerminal()
        close(master)
    }

    /// Gives up our copy of the program's end.
    public func closeTerminal() {
        guard terminal >= 0 else { return }
        close(terminal)
        terminal = -1
    }

    /// Changes the size; the kernel tells the foreground programs by SIGWINCH.
    public func resize(to size: Size) throws(SystemError) {
        try Self.resize(master, to: size)
    }

    private static func resize(_ master: Int32, to size: Size) throws(SystemError) {
        var window = winsize()
        window.ws_col = UInt16(clamping: size.columns)
        window.ws_row = UInt16(clamping: size.rows)
        guard ioctl(master, UInt(TIOCSWINSZ), &window) == 0 else { throw .latest }
    }

    /// The settings now, as the program left them.
    public func settings() throws(SystemError) -> LineSettings {
        try LineSettings(descriptor: master)
    }

    /// Bytes that a program could read from the terminal now; in canonical mode, of whole lines.
    public func queuedInputBytes() throws(SystemError) -> Int {
        let peer = terminal >= 0 ? terminal : csystem_open_terminal_peer(master)
        guard peer >= 0 else { throw .latest }
        defer { if peer != terminal { close(peer) } }
        var count: Int32 = 0
        guard ioctl(peer, UInt(FIONREAD), &count) == 0 else { throw .latest }
        return Int(count)
    }

    private static func identity(of terminal: Int32) throws(SystemError) -> Identity {
        var status = stat()
        guard terminal >= 0, fstat(terminal, &status) == 0 else { throw .latest }
        return Identity(fileSystem: status.st_dev, device: status.st_rdev)
    }

    private static func prepare(
        _ terminal: Int32, echo: Bool
    ) throws(SystemError) -> LineSettings {
        var settings = try LineSettings(descriptor: terminal)
        settings.makeInitial(echo: echo)
        guard tcsetattr(terminal, TCSANOW, &settings.raw) == 0 else { throw .latest }
        return settings
    }
}
