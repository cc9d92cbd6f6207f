import Wire

/// What the command line says.
struct Invocation: Hashable {
    /// Works as whoever started it, without asking the policy and without a cgroup of its own.
    var isUserMode = false

    init(isUserMode: Bool = false) { self.isUserMode = isUserMode }

    /// What came of reading it.
    enum Reading: Hashable {
        case invocation(Invocation)
        /// Print this and leave.
        case answer(String)
        /// It is wrong.
        case mistake(String)
    }

    /// What `--help` prints.
    static let help = """
        Usage: orchestro-worker [--user-mode]

        Executes attempts of scenarios for one account. Started by systemd for each connection of
        orchestrod, or by `orchestrod --user-mode`: standard input is that connection.

          --user-mode  Work as the account that started it; nobody's rights are given up.
          --version    Print the version and leave.
          --help       Print this and leave.

        """

    static func reading(_ arguments: some Sequence<String>) -> Reading {
        var invocation = Invocation()
        for argument in arguments {
            switch argument {
            case "--user-mode": invocation.isUserMode = true
            case "--version": return .answer("orchestro-worker \(OrchestroVersion.text)\n")
            case "--help", "-h": return .answer(help)
            default: return .mistake("unknown argument `\(argument)`; see --help")
            }
        }
        return .invocation(invocation)
    }
}
