import Jobs
import Scenarios

/// The state of a run as a few lines that a terminal shows again and again in one place.
///
/// It owns no clock and no terminal: events and moments come in, lines go out.
public struct ProgressBlock: Sendable {
    /// A task that runs now.
    struct Running: Sendable {
        var id: TaskID
        var name: String
        var attempt: Int
        var since: Instant
        var step: Int?
        var note: String?
    }

    let palette: Palette
    private(set) var estimate: RunEstimate
    private(set) var started: Instant?
    private(set) var total = 0
    private(set) var finished: [String: Int] = [:]
    /// Those that failed or could not be judged: their word and title, in order of ending.
    private(set) var troubles: [(word: String, title: String)] = []
    private var tasks: [TaskID: TaskInfo] = [:]
    private var runningTasks: [TaskID: Running] = [:]

    /// Makes a block. Expected durations, from earlier runs, make the time left better.
    public init(expected: [TaskID: Duration] = [:], palette: Palette = .plain) {
        self.palette = palette
        estimate = RunEstimate(expected: expected)
    }

    /// Takes an event that happened at that moment.
    public mutating func consume(_ event: Event, at now: Instant) {
        switch event {
        case .runStarted(let tasks, let workers):
            started = now
            total = tasks.count
            self.tasks = Dictionary(tasks.map { ($0.id, $0) }) { first, _ in first }
            estimate.begin(tasks.map(\.id), workers: workers)
        case .attemptStarted(let id, let attempt):
            guard let name = tasks[id]?.name else { return }
            runningTasks[id] = Running(
                id: id, name: Self.short(name), attempt: attempt, since: now)
            estimate.start(id, at: now)
        case .stepStarted(let id, _, let step, let note):
            runningTasks[id]?.step = step
            runningTasks[id]?.note = note.map(Self.short)
        case .stepEnded: break
        case .attemptEnded(let id, _, _):
            runningTasks[id] = nil
        case .taskFinished(let result):
            finish(result)
        case .runFinished:
            runningTasks = [:]
        }
    }

    private mutating func finish(_ result: TaskResult) {
        let word = result.outcome.word
        runningTasks[result.task.id] = nil
        finished[word, default: 0] += 1
        if word == "failed" || word == "error" {
            let title = "\(Self.short(result.task.name))  \(Self.short(result.task.path))"
            troubles.append((word, title))
        }
        estimate.finish(result.task.id, took: result.attempts.isEmpty ? nil : result.duration)
    }

    /// How many tasks are over.
    var done: Int { finished.values.reduce(0, +) }

    /// The tasks that run, the longest-running first.
    var running: [Running] {
        runningTasks.values.sorted { ($0.since, $0.id) < ($1.since, $1.id) }
    }

    /// No terminal is wider, and a long text must not cost time at every drawing.
    private static let scalarsMax = 400

    private static func short(_ text: String) -> String {
        VisibleText.line(String(text.unicodeScalars.prefix(scalarsMax)))
    }
}
