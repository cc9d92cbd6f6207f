import Scenarios

/// `${{ env.NAME }}` in a scenario's texts, replaced when the scenario runs.
///
/// Patterns and expected outputs stay as they are: a variable's value is not a pattern.
public struct EnvironmentText {
    /// A variable that is not set.
    public struct Missing: Error, Hashable {
        /// Its name.
        public var name: String
    }

    private let value: (String) -> String?

    /// Replaces by these variables.
    public init(_ value: @escaping (String) -> String?) { self.value = value }

    /// The text with every placeholder replaced.
    public func expand(_ text: String) throws(Missing) -> String {
        var missing: String?
        let expanded = text.resolvingEnvironment { name in
            let found = value(name)
            if found == nil { missing = missing ?? name }
            return found
        }
        if let missing { throw Missing(name: missing) }
        return expanded
    }

    /// The scenario with every text expanded that names a file, a command or an input.
    public func expand(_ scenario: Scenario) throws(Missing) -> Scenario {
        var copy = scenario
        copy.command = try expand(scenario.command)
        copy.cwd = try expand(optional: scenario.cwd)
        copy.artifacts = try each(scenario.artifacts) { text throws(Missing) in try expand(text) }
        copy.setup = try each(scenario.setup) { command throws(Missing) in try expand(command) }
        copy.teardown = try each(scenario.teardown) { command throws(Missing) in
            try expand(command)
        }
        copy.validations = try each(scenario.validations) { validation throws(Missing) in
            var copy = validation
            copy.check = try expand(validation.check)
            return copy
        }
        for place in copy.steps.indices {
            copy.steps[place].actions = try each(copy.steps[place].actions) {
                action throws(Missing) in
                Located(try expand(action.value), at: action.position)
            }
        }
        return copy
    }

    private func each<Item>(
        _ items: [Item], _ change: (Item) throws(Missing) -> Item
    ) throws(Missing) -> [Item] {
        var changed: [Item] = []
        changed.reserveCapacity(items.count)
        for item in items { changed.append(try change(item)) }
        return changed
    }

    private func expand(optional text: String?) throws(Missing) -> String? {
        guard let text else { return nil }
        return try expand(text)
    }

    private func expand(_ command: HostCommand) throws(Missing) -> HostCommand {
        var copy = command
        copy.command = try expand(command.command)
        return copy
    }

    private func expand(_ command: Command) throws(Missing) -> Command {
        switch command {
        case .words(let words):
            return .words(try each(words) { word throws(Missing) in try expand(word) })
        case .shell(let text): return .shell(try expand(text))
        case .session: return command
        }
    }

    private func expand(_ action: Action) throws(Missing) -> Action {
        switch action {
        case .send(let text, let newline): return .send(try expand(text), newline: newline)
        case .type(let text): return .type(try expand(text))
        case .paste(let text): return .paste(try expand(text))
        case .run(let command): return .run(try expand(command))
        case .command, .control, .press, .mouse, .resize, .signal: return action
        }
    }

    private func expand(_ check: Check) throws(Missing) -> Check {
        switch check {
        case .pathExists(let path): return .pathExists(try expand(path))
        case .pathAbsent(let path): return .pathAbsent(try expand(path))
        case .fileContains(let path, let pattern):
            return .fileContains(try expand(path), pattern)
        case .fileEquals(let path, let text): return .fileEquals(try expand(path), text)
        case .fileMatchesJSON(let path, let json):
            return .fileMatchesJSON(try expand(path), json)
        case .exitCode, .noProcessesLeft, .screenRestored: return check
        }
    }
}
