import Glibc
import Synchronization

/// Standard output and standard error. Output is buffered until ``flush()``; a full disk ends the
/// program with a message instead of being ignored, a closed pipe or terminal is taken as "enough".
enum Output {
    private static let pending = Mutex<[UInt8]>([])
    /// Buffered bytes that are written without being asked.
    private static let pendingBytesMax = 64 << 10

    /// Writes a line to standard output.
    static func line(_ text: String) { Self.text(text + "\n") }

    /// Writes text to standard output as it is.
    static func text(_ text: String) { bytes(text.utf8) }

    /// Writes bytes to standard output as they are.
    static func bytes(_ bytes: some Sequence<UInt8>) {
        let isFull = pending.withLock { pending in
            pending.append(contentsOf: bytes)
            return pending.count > pendingBytesMax
        }
        if isFull { flush() }
    }

    /// Writes a line to standard error, after what is pending on standard output.
    static func error(_ text: String) {
        flush()
        send(Array((text + "\n").utf8), to: STDERR_FILENO)
    }

    /// Hands everything to the system.
    static func flush() {
        let bytes = pending.withLock { pending in
            defer { pending.removeAll(keepingCapacity: true) }
            return pending
        }
        send(bytes, to: STDOUT_FILENO)
    }

    /// Whether standard output is a terminal.
    static var isTerminal: Bool { isatty(STDOUT_FILENO) == 1 }

    /// Whether standard error is a terminal.
    static var isErrorTerminal: Bool { isatty(STDERR_FILENO) == 1 }

    /// Columns and rows of the terminal; 80 and 24 when there is none.
    static var size: (columns: Int, rows: Int) {
        var window = winsize()
        guard ioctl(STDOUT_FILENO, UInt(TIOCGWINSZ), &window) == 0, window.ws_col > 0 else {
            return (80, 24)
        }
        return (Int(window.ws_col), Int(window.ws_row))
    }

    /// Columns that lines may take; nil: any number, for a pipe or file.
    static var columns: Int? { isTerminal ? size.columns : nil }

    private static func send(_ bytes: [UInt8], to descriptor: Int32) {
        var rest = bytes[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes { write(descriptor, $0.baseAddress, $0.count) }
            if count > 0 {
                rest = rest.dropFirst(count)
            } else if errno != EINTR {
                // A pipe whose reader is gone, a terminal that was closed: nobody listens.
                if errno != EPIPE, errno != EIO { fail(errno, descriptor) }
                return
            }
        }
    }

    private static func fail(_ number: Int32, _ descriptor: Int32) {
        // With standard error itself broken there is nobody left to tell.
        guard descriptor == STDOUT_FILENO else { return }
        let reason = String(cString: strerror(number))
        send(
            Array("orchestroctl: failed to write standard output: \(reason)\n".utf8),
            to: STDERR_FILENO)
        exit(ExitStatus.unable.rawValue)
    }
}
