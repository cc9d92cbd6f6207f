import Jobs
import Scenarios

/// Everything a run without a daemon needs to know.
public struct RunPlan: Sendable {
    /// One scenario to run.
    public struct Item: Sendable {
        /// The scenario.
        public var scenario: Scenario
        /// Its file, as the caller gave it.
        public var path: String
        /// Absolute directory of that file.
        public var directory: String
        /// Places of the items that must pass first.
        public var needs: [Int]

        /// Makes an item.
        public init(scenario: Scenario, path: String, directory: String, needs: [Int]) {
            self.scenario = scenario
            self.path = path
            self.directory = directory
            self.needs = needs
        }
    }

    /// What to run, in the caller's order.
    public var items: [Item]
    /// Attempts at once, 1...``EngineLimits/workersMax``.
    public var workers: Int
    /// Retries for scenarios that name none.
    public var retries = RetryPolicy()
    /// Start nothing more after a scenario that did not pass.
    public var failFast = false
    /// Timeouts credit no stall time.
    public var strictTimeouts = false
    /// Absolute directory of the caller.
    public var callerDirectory: String
    /// Absolute workspace, when one was given.
    public var workspace: String?
    /// Absolute directory for recordings and records.
    public var artifactsDirectory: String?
    /// The caller's environment.
    public var environment: [String: String]
    /// Where private directories are made.
    public var temporaryBase: String

    /// A plan with defaults for everything optional.
    public init(
        items: [Item], workers: Int, callerDirectory: String, environment: [String: String],
        temporaryBase: String
    ) {
        self.items = items
        self.workers = workers
        self.callerDirectory = callerDirectory
        self.environment = environment
        self.temporaryBase = temporaryBase
    }

    /// Descriptions of the tasks, in order.
    public var tasks: [TaskInfo] {
        items.enumerated().map { place, item in
            TaskInfo(
                id: TaskID(place), name: item.scenario.name, path: item.path,
                tags: item.scenario.tags)
        }
    }

    func attempt(_ number: Int, of place: Int) -> AttemptPlan {
        let item = items[place]
        let task = TaskInfo(
            id: TaskID(place), name: item.scenario.name, path: item.path, tags: item.scenario.tags)
        return AttemptPlan(
            task: task, scenario: item.scenario, number: number, callerDirectory: callerDirectory,
            scenarioDirectory: item.directory, workspace: workspace,
            artifactsDirectory: artifactsDirectory.map {
                $0 + "/" + Self.directoryName(place, item.scenario.name, attempt: number)
            },
            strictTimeouts: strictTimeouts)
    }

    /// `0001-name.2`: sorts in the order of the run and reads well in a file manager.
    public static func directoryName(
        _ place: Int, _ name: String, attempt: Int
    ) -> String {
        let number = String(place + 1)
        let zeros = String(repeating: "0", count: max(0, 4 - number.count))
        var text = ""
        for scalar in name.unicodeScalars.prefix(60) {
            let isPlain = scalar.isASCII && (scalar.properties.isAlphabetic || "0"..."9" ~= scalar)
            if isPlain {
                text.unicodeScalars.append(scalar)
            } else if !text.hasSuffix("-") {
                text += "-"
            }
        }
        return zeros + number + "-" + text.lowercased() + ".\(attempt)"
    }
}
