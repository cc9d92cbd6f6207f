import Playback
import Scenarios

/// The variables a program gets. Later ones win: inherited, terminal and private directories,
/// the scenario's `env` (whose `${{ env.NAME }}` mean those before), the workspace's, and last
/// `VYB_AUTO_SCREENSHOT`, as in the original.
struct ProgramEnvironment: Sendable {
    /// Names kept by `inherit_env: minimal`.
    static let minimal: Set<String> = ["PATH", "LANG", "TERM", "HOME", "USER", "TMPDIR"]
    /// Inherited values of these would lie about the new terminal.
    static let ofCallersTerminal: Set<String> = ["COLUMNS", "LINES", "TERMCAP"]

    private(set) var values: [String: String]

    init(
        caller: [String: String], scenario: Scenario, temporaryDirectory: String,
        privateHome: String?, workspace: String?
    ) throws(EnvironmentText.Missing) {
        let isMinimal = scenario.inheritEnv == .minimal
        values = caller.filter { name, _ in
            !Self.ofCallersTerminal.contains(name) && (!isMinimal || Self.minimal.contains(name))
        }
        values["TERM"] = scenario.driver == .pty ? scenario.terminal.term : "dumb"
        values["TMPDIR"] = temporaryDirectory
        if let privateHome {
            values["HOME"] = privateHome
            values["XDG_CONFIG_HOME"] = privateHome + "/.config"
            values["XDG_CACHE_HOME"] = privateHome + "/.cache"
            values["XDG_DATA_HOME"] = privateHome + "/.local/share"
            values["XDG_STATE_HOME"] = privateHome + "/.local/state"
        }
        let inherited = values
        let text = EnvironmentText { inherited[$0] }
        for variable in scenario.env { values[variable.name] = try text.expand(variable.value) }
        if let workspace {
            values["HOME"] = workspace + "/home"
            values["VYB_DATA_ROOT"] = workspace + "/data"
        }
        values["VYB_AUTO_SCREENSHOT"] = "1"
    }

    /// Sets variables that Orchestro itself needs.
    mutating func set(_ name: String, _ value: String) { values[name] = value }

    /// `NAME=value` for each, in a stable order.
    var entries: [String] {
        values.map { "\($0.key)=\($0.value)" }.sorted()
    }
}
