import Scenarios

extension ExitCodeRule {
    /// Whether a program may end so. A death by signal N counts as 128 + N, as shells count it.
    public func allows(_ ending: Ending) -> Bool {
        guard case .oneOf(let codes) = self else { return true }
        switch ending {
        case .exited(let code): return codes.contains(code)
        case .signalled(let signal): return codes.contains(128 + signal)
        case .stopped: return false
        }
    }

    /// For messages: `status 0`, `status 0 or 3`.
    public var shown: String {
        guard case .oneOf(let codes) = self else { return "any status" }
        return "status " + codes.map(String.init).joined(separator: " or ")
    }
}

extension Ending {
    /// For messages: `exited with status 3`, `was ended by SIGTERM`.
    public var shown: String {
        switch self {
        case .exited(let code): return "exited with status \(code)"
        case .signalled(let number):
            let name = SignalName.allCases.first { $0.number == Int32(number) }
            return "was ended by " + (name.map { "SIG\($0.rawValue)" } ?? Self.fatal(number))
        case .stopped: return "was ended after the scenario"
        }
    }

    private static func fatal(_ number: Int) -> String {
        let names = [
            4: "SIGILL", 5: "SIGTRAP", 6: "SIGABRT", 7: "SIGBUS", 8: "SIGFPE", 11: "SIGSEGV",
            13: "SIGPIPE", 24: "SIGXCPU", 25: "SIGXFSZ", 31: "SIGSYS",
        ]
        return names[number] ?? "signal \(number)"
    }
}
