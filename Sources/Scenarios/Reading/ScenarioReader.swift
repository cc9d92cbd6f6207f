/// Makes a scenario from a document whose shape was checked; what the shape found wrong is passed
/// over here, what a shape cannot say is told.
struct ScenarioReader {
    /// What was found so far.
    var findings: Findings
    /// The matrix cell.
    let cell: [MatrixValue]

    /// The scenario; nil without a command. It must not be used when there are errors.
    mutating func scenario(_ root: YAMLNode, stem: String) -> Scenario? {
        let shell = root["shell"]?.boolValue ?? false
        let command = root["command"].flatMap { self.command($0, shell: shell) }
        var scenario = Scenario(name: name(root, stem), command: command ?? .words([""]))
        scenario.description = root["description"]?.labelText
        scenario.matrix = cell
        readProgram(root, into: &scenario)
        readBounds(root, into: &scenario)
        readSelection(root, into: &scenario)
        let steps = root["steps"]?.items ?? []
        if steps.count <= ScenarioLimits.stepsMax {
            scenario.steps = steps.enumerated().map { step($1, number: $0 + 1) }
        }
        scenario.validations = (root["validations"]?.items ?? []).compactMap { validation($0) }
        scenario.setup = hostCommands(root["setup"])
        scenario.teardown = hostCommands(root["teardown"])
        return command == nil ? nil : scenario
    }

    private func name(_ root: YAMLNode, _ stem: String) -> String {
        let given = root["name"]?.labelText ?? ""
        let name = given.isEmpty ? stem : given
        guard !cell.isEmpty else { return name }
        let values = cell.map { "\($0.name)=\($0.value)" }.joined(separator: ", ")
        return "\(name) [\(values)]"
    }

    private mutating func readProgram(_ root: YAMLNode, into scenario: inout Scenario) {
        scenario.driver = root["driver"]?.textValue == "pipe" ? .pipe : .pty
        if let node = root["terminal"] { scenario.terminal = terminal(node) }
        scenario.cwd = root["cwd"].flatMap { plainText($0) }
        scenario.env = (root["env"]?.pairs ?? []).compactMap { pair in
            guard let value = pair.value.textValue ?? pair.value.pythonText else { return nil }
            if value.utf8.contains(0) { tellOfNUL(pair.value) }
            return EnvironmentVariable(pair.name, value)
        }
        scenario.inheritEnv = root["inherit_env"]?.textValue.flatMap(
            EnvironmentInheritance.init)
        scenario.home = root["home"]?.textValue.flatMap(HomeChoice.init)
        scenario.network = root["network"]?.textValue.flatMap(NetworkChoice.init) ?? .host
        if let node = root["hygiene"] {
            scenario.hygiene =
                node.boolValue == false ? .off : node.textValue.flatMap(HygieneRule.init) ?? .warn
        }
    }

    private mutating func terminal(_ node: YAMLNode) -> TerminalSettings {
        var terminal = TerminalSettings()
        terminal.columns = node["columns"]?.integerValue ?? terminal.columns
        terminal.rows = node["rows"]?.integerValue ?? terminal.rows
        terminal.term = node["term"].flatMap { plainText($0) } ?? terminal.term
        terminal.echo = node["echo"]?.boolValue ?? terminal.echo
        return terminal
    }

    private mutating func readBounds(_ root: YAMLNode, into scenario: inout Scenario) {
        if let node = root["timeout"] {
            scenario.timeout = timeout(node) ?? scenario.timeout
        }
        scenario.deadline = root["deadline"]?.duration ?? scenario.deadline
        scenario.exitCode = root["exit_code"].flatMap(Self.exitCodes) ?? .any
        if let node = root["retries"] {
            let count = node.integerValue ?? node["count"]?.integerValue ?? 0
            scenario.retries = RetryPolicy(
                count: count, backoff: node["backoff"]?.duration ?? .zero)
        }
        guard let pair = root.pairs?.first(where: { $0.name == "limits" }) else { return }
        let node = pair.value
        scenario.limits.memoryBytes = node["memory"].flatMap { byteSize($0) }
        scenario.limits.processesCount = node["processes"]?.integerValue
        scenario.limits.cpus = node["cpus"]?.numberValue
        scenario.limits.outputBytes = node["output"].flatMap { byteSize($0) }
        scenario.limits.position = node.isNull ? nil : pair.key.position
    }

    private mutating func readSelection(_ root: YAMLNode, into scenario: inout Scenario) {
        scenario.tags = root["tags"].map { texts($0).map(\.value) } ?? []
        scenario.priority = root["priority"]?.numberValue ?? 0
        scenario.needs = root["needs"].map { texts($0) } ?? []
        scenario.resources = (root["resources"]?.pairs ?? []).compactMap { pair in
            pair.value.integerValue.map {
                Resource(pair.name, count: $0, at: pair.key.position)
            }
        }
        scenario.secrets = root["secrets"].map { texts($0) } ?? []
        scenario.artifacts = root["artifacts"].map { texts($0).map(\.value) } ?? []
    }
}
