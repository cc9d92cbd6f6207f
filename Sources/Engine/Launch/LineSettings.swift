import Glibc

/// The line discipline's settings of a terminal at one moment.
public struct LineSettings: Sendable {
    var raw: termios

    /// Reads them; both ends of a terminal show the same.
    init(descriptor: Int32) throws(SystemError) {
        raw = termios()
        guard tcgetattr(descriptor, &raw) == 0 else { throw .latest }
    }

    /// Input comes in lines that the terminal lets a person edit.
    public var isCanonical: Bool { raw.c_lflag & tcflag_t(ICANON) != 0 }
    /// Input is shown as it is typed.
    public var isEcho: Bool { raw.c_lflag & tcflag_t(ECHO) != 0 }

    /// What makes a terminal usable for a shell and differs from `initial`; empty when sane.
    ///
    /// Each is written as stty(1) shows the present state: `-echo`, `raw` input, `intr` undefined.
    public func differences(from initial: LineSettings) -> [String] {
        var found: [String] = []
        for flag in Self.flags {
            let now = raw[keyPath: flag.field] & flag.bit
            guard now != initial.raw[keyPath: flag.field] & flag.bit else { continue }
            found.append((now == 0 ? "-" : "") + flag.name)
        }
        for (name, index) in Self.characters where character(index) != initial.character(index) {
            found.append(name)
        }
        return found
    }

    /// Sets what every program may expect: lines, signals by keys, CR LF at the end of a line.
    mutating func makeInitial(echo: Bool) {
        raw.c_iflag |= tcflag_t(ICRNL | IXON | IUTF8)
        raw.c_oflag |= tcflag_t(OPOST | ONLCR)
        raw.c_lflag |= tcflag_t(ICANON | ISIG | IEXTEN)
        let echoes = tcflag_t(ECHO | ECHOE | ECHOK | ECHOCTL | ECHOKE)
        raw.c_lflag = echo ? raw.c_lflag | echoes : raw.c_lflag & ~echoes
    }

    private func character(_ index: Int32) -> cc_t {
        withUnsafeBytes(of: raw.c_cc) { $0[Int(index)] }
    }

    private struct Flag {
        var name: String
        var field: any KeyPath<termios, tcflag_t> & Sendable
        var bit: tcflag_t

        init(_ name: String, _ field: any KeyPath<termios, tcflag_t> & Sendable, _ bit: Int32) {
            self.name = name
            self.field = field
            self.bit = tcflag_t(bit)
        }
    }

    private static let flags = [
        Flag("icrnl", \.c_iflag, ICRNL), Flag("inlcr", \.c_iflag, INLCR),
        Flag("igncr", \.c_iflag, IGNCR), Flag("ixon", \.c_iflag, IXON),
        Flag("istrip", \.c_iflag, ISTRIP), Flag("iutf8", \.c_iflag, IUTF8),
        Flag("opost", \.c_oflag, OPOST), Flag("onlcr", \.c_oflag, ONLCR),
        Flag("icanon", \.c_lflag, ICANON), Flag("isig", \.c_lflag, ISIG),
        Flag("iexten", \.c_lflag, IEXTEN), Flag("echo", \.c_lflag, ECHO),
        Flag("noflsh", \.c_lflag, NOFLSH), Flag("tostop", \.c_lflag, TOSTOP),
    ]

    private static let characters: [(name: String, index: Int32)] = [
        ("intr", VINTR), ("quit", VQUIT), ("erase", VERASE), ("kill", VKILL), ("eof", VEOF),
        ("susp", VSUSP), ("start", VSTART), ("stop", VSTOP),
    ]
}
