import Scenarios

/// `${{ env.NAME }}` in a scenario's texts, replaced when the scenario runs.
public enum EnvironmentText {
    /// A variable that is not set.
    public struct Missing: Error, Hashable {
        /// Its name.
        public var name: String
    }

    /// The text with every `${{ env.NAME }}` replaced by the variable's value.
    public static func expand(
        _ text: String, _ value: (String) -> String?
    ) throws(Missing) -> String {
        guard text.contains("${{") else { return text }
        var result = ""
        var rest = text[...]
        while let open = rest.firstRange(of: "${{"), let close = rest[open.upperBound...].firstRange(
            of: "}}")
        {
            let inner = String(rest[open.upperBound..<close.lowerBound]).trimmedSpace
            result += rest[..<open.lowerBound]
            if inner.hasPrefix("env.") {
                let name = String(inner.dropFirst(4))
                guard let value = value(name) else { throw Missing(name: name) }
                result += value
            } else {
                result += rest[open.lowerBound..<close.upperBound]
            }
            rest = rest[close.upperBound...]
        }
        return result + rest
    }

    /// The scenario with its command and inputs expanded. Patterns and expected texts stay as
    /// they are: a variable's value is not a pattern.
    public static func expand(
        _ scenario: Scenario, _ value: (String) -> String?
    ) throws(Missing) -> Scenario {
        var copy = scenario
        copy.command = try expand(scenario.command, value)
        for place in copy.steps.indices {
            for index in copy.steps[place].actions.indices {
                copy.steps[place].actions[index].value = try expand(
                    copy.steps[place].actions[index].value, value)
            }
        }
        return copy
    }

    private static func expand(
        _ command: Command, _ value: (String) -> String?
    ) throws(Missing) -> Command {
        switch command {
        case .words(let words):
            var expanded: [String] = []
            for word in words { expanded.append(try expand(word, value)) }
            return .words(expanded)
        case .shell(let text): return .shell(try expand(text, value))
        case .session: return command
        }
    }

    private static func expand(
        _ action: Action, _ value: (String) -> String?
    ) throws(Missing) -> Action {
        switch action {
        case .send(let text, let newline):
            return .send(try expand(text, value), newline: newline)
        case .type(let text): return .type(try expand(text, value))
        case .paste(let text): return .paste(try expand(text, value))
        case .run(var command):
            command.command = try expand(command.command, value)
            return .run(command)
        case .command, .control, .press, .mouse, .resize, .signal: return action
        }
    }
}

extension Substring {
    fileprivate func firstRange(of text: String) -> Range<Index>? {
        let needle = Array(text.utf8)
        var place = startIndex
        while place < endIndex {
            if utf8[place...].starts(with: needle) {
                return place..<utf8.index(place, offsetBy: needle.count)
            }
            place = utf8.index(after: place)
        }
        return nil
    }
}
