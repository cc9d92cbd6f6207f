import Scenarios

/// What a way of running scenarios can give them.
public struct Capabilities: OptionSet, Hashable, Sendable {
    /// Bits.
    public let rawValue: Int

    /// From bits.
    public init(rawValue: Int) { self.rawValue = rawValue }

    /// `limits: {memory: …}` is enforced.
    public static let memoryLimit = Capabilities(rawValue: 1)
    /// `limits: {processes: …}` is enforced.
    public static let processLimit = Capabilities(rawValue: 2)
    /// `limits: {cpus: …}` is enforced.
    public static let processorLimit = Capabilities(rawValue: 4)
    /// `resources` were taken from an inventory before the attempt began.
    public static let inventory = Capabilities(rawValue: 8)
}

/// Keys of the language that cannot be carried out, by this version or by this way of running.
public enum Unsupported {
    /// The first such key of a scenario, as the cause that its run must report.
    public static func first(
        in scenario: Scenario, given capabilities: Capabilities
    ) -> ErrorCause? {
        for step in scenario.steps {
            if let wait = step.waits.first(where: { $0.value.needsScreen }) {
                return numbered(screen(at: wait.position), step)
            }
            if let action = step.actions.first(where: { $0.value.needsScreen }) {
                return numbered(screen(at: action.position), step)
            }
            let isSnapshot = step.captures.first {
                if case .snapshot = $0.value { true } else { false }
            }
            if let isSnapshot { return numbered(screen(at: isSnapshot.position), step) }
        }
        if scenario.driver == .pipe, let cause = needingTerminal(scenario) { return cause }
        if !capabilities.contains(.inventory), let resource = scenario.resources.first {
            return ErrorCause(
                .unsupported,
                "`resources: {\(resource.name): \(resource.count)}` needs the machine's inventory,"
                    + " which a run without the daemon does not have; remove the key to run here",
                at: resource.position)
        }
        return limit(scenario.limits, capabilities)
    }

    /// The first limit that nothing enforces.
    private static func limit(_ limits: Limits, _ capabilities: Capabilities) -> ErrorCause? {
        let asked: [(String, String, Bool, Capabilities)] = [
            ("memory", "memory", limits.memoryBytes != nil, .memoryLimit),
            ("processes", "pids", limits.processesCount != nil, .processLimit),
            ("cpus", "cpu", limits.cpus != nil, .processorLimit),
        ]
        guard let (key, controller, _, _) = asked.first(where: { !capabilities.contains($3) && $2 })
        else { return nil }
        return ErrorCause(
            .unsupported,
            "`limits: {\(key): …}` needs a cgroup of its own with the \(controller) controller, as"
                + " a worker of the service has it; here only `limits: {output: …}` is enforced",
            at: limits.position)
    }

    /// What has no meaning without a terminal.
    private static func needingTerminal(_ scenario: Scenario) -> ErrorCause? {
        for step in scenario.steps {
            for wait in step.waits where wait.value == .idle(quiet: nil) {
                return numbered(
                    ErrorCause(
                        .unsupported,
                        "`wait_idle` without a time needs a terminal; with `driver: pipe` give the"
                            + " seconds of silence to wait for", at: wait.position), step)
            }
            for action in step.actions {
                guard case .resize = action.value else { continue }
                return numbered(
                    ErrorCause(
                        .unsupported, "`resize` needs a terminal; remove `driver: pipe`",
                        at: action.position), step)
            }
        }
        return nil
    }

    static func screen(at position: Position) -> ErrorCause {
        ErrorCause(
            .unsupported,
            "this key needs the emulated screen, which this version does not have; use `expect`"
                + " on the output", at: position)
    }

    private static func numbered(_ cause: ErrorCause, _ step: Step) -> ErrorCause {
        var cause = cause
        cause.step = step.number
        return cause
    }
}

extension Wait {
    fileprivate var needsScreen: Bool {
        switch self {
        case .screen, .gone: true
        case .expect, .sentinel, .exit, .pause, .idle: false
        }
    }
}

extension Action {
    fileprivate var needsScreen: Bool {
        if case .mouse = self { true } else { false }
    }
}
