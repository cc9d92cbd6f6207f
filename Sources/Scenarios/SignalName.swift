/// A signal that a scenario may send, by its POSIX name without `SIG`.
public enum SignalName: String, CaseIterable, Hashable, Sendable {
    case hup = "HUP"
    case int = "INT"
    case quit = "QUIT"
    case kill = "KILL"
    case usr1 = "USR1"
    case usr2 = "USR2"
    case alrm = "ALRM"
    case term = "TERM"
    case cont = "CONT"
    case stop = "STOP"
    case tstp = "TSTP"
    case ttin = "TTIN"
    case ttou = "TTOU"
    case winch = "WINCH"

    /// Its number on Linux (signal(7)).
    public var number: Int32 {
        switch self {
        case .hup: 1
        case .int: 2
        case .quit: 3
        case .kill: 9
        case .usr1: 10
        case .usr2: 12
        case .alrm: 14
        case .term: 15
        case .cont: 18
        case .stop: 19
        case .tstp: 20
        case .ttin: 21
        case .ttou: 22
        case .winch: 28
        }
    }
}
