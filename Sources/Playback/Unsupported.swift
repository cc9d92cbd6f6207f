import Scenarios

/// Keys of the language that this version reads and checks but cannot carry out yet.
public enum Unsupported {
    /// The first such key of a scenario, as the cause that its run must report.
    public static func first(in scenario: Scenario) -> ErrorCause? {
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
        if let resource = scenario.resources.first {
            return ErrorCause(
                .unsupported,
                "`resources: {\(resource.name): \(resource.count)}` needs the machine's inventory,"
                    + " which a run without the daemon does not have; remove the key to run here",
                at: resource.position)
        }
        if scenario.network == .none {
            return ErrorCause(
                .unsupported,
                "`network: none` needs a worker of the daemon; remove the key to run here")
        }
        let limits = scenario.limits
        if limits.memoryBytes != nil || limits.processesCount != nil || limits.cpus != nil {
            return ErrorCause(
                .unsupported,
                "`limits` of memory, processes and cpus need a worker of the daemon; here only"
                    + " `limits: {output: …}` is enforced", at: limits.position)
        }
        return nil
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
