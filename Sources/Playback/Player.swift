import Patterns
import Scenarios
import Terminal

/// One conversation with a program, as a value: an event goes in, effects come out.
///
/// It knows no process, no file and no clock; its owner carries the effects out and reports what
/// happens. The states are those of ``Activity``; docs/architecture.md shows the way of a step.
public struct Player: Sendable {
    /// What the conversation is doing. Each case carries what only it needs.
    enum Activity: Sendable {
        /// The program has not been started.
        case preparing
        /// Between two parts of a step.
        case between
        /// Waiting for a pattern.
        case pattern([PatternText])
        /// Waiting for a line of the sentinel file.
        case sentinel(String)
        /// Waiting for the program to end.
        case exit(ExitCodeRule)
        /// Letting time pass.
        case pause
        /// Waiting until the program waits for input, or is quiet for so long.
        case idle(quiet: Duration?)
        /// Waiting until the input is taken.
        case writing(bytesCount: Int)
        /// A host command runs.
        case host(HostCommand)
        /// The program was asked for a screenshot.
        case screenshot(slug: String)
        /// Assertions do not hold yet.
        case assertions([Located<Assertion>])
        /// All steps held; the program is given time to end.
        case closing
        /// Over.
        case finished
    }

    let scenario: Scenario
    let settings: PlayerSettings

    var activity = Activity.preparing
    var clock: WaitClock
    /// The patterns of the present wait, and the search for them.
    var patterns: [Pattern] = []
    var search: StreamSearch?
    var scenarioDeadline = Instant(nanoseconds: .max)
    var stepIndex = 0
    /// Number of the next part within the step, see `Player+steps`.
    var partIndex = 0
    var effects: [PlayerEffect] = []

    var repair = UTF8Repair()
    var window = OutputWindow()
    var transcript: Transcript
    let collectsTranscript: Bool
    var tracker: ModeTracker
    var recent = StreamTail(limit: PlaybackLimits.recentBytesMax)
    var errorTail = StreamTail(limit: PlaybackLimits.recentBytesMax)
    var consumed = StreamTail(limit: PlaybackLimits.consumedBytesMax)
    var consumedByStep = 0
    /// Patterns that waits have met so far.
    var metPatterns: Set<PatternText> = []
    /// The first failure of a conversation that went on.
    var firstFailure: Failure?
    var sentinels: [String] = []

    var ending: Ending?
    var isOutputClosed = false
    /// When the output closed while the program went on.
    var closedAt: Instant?
    var stopSignal: Int?
    var isIdleWatched = false
    var frameBase = (frames: 0, prompts: 0)
    /// Input given after the program had ended, in bytes.
    var lateInputBytes = 0
    var outputBytesCount = 0
    /// When the latest output came or the latest input was given; quiet is counted from then.
    var lastDisturbance = Instant(nanoseconds: 0)
    let outputBytesMax: Int

    /// A conversation about to begin.
    public init(_ scenario: Scenario, settings: PlayerSettings) {
        self.scenario = scenario
        self.settings = settings
        clock = WaitClock(began: Instant(nanoseconds: 0), timeout: .zero, isStrict: true)
        transcript = Transcript(
            hasMarks: settings.hasShellMarks,
            hasEcho: scenario.driver == .pty && scenario.terminal.echo,
            isSession: Self.isSession(scenario))
        tracker = ModeTracker(rows: scenario.terminal.rows)
        collectsTranscript = scenario.steps.contains { !$0.assertions.isEmpty }
        outputBytesMax = scenario.limits.outputBytes ?? PlaybackLimits.outputBytesDefault
    }

    /// The modes the program has set in its terminal.
    public var modes: Modes { tracker.modes }

    /// How the program's own process ended; nil while it runs.
    public var endingNow: Ending? { ending }

    /// The readable end of what the program wrote.
    public var screen: String { screenText }

    /// Bytes of the stream so far.
    public var outputBytes: Int { outputBytesCount }

    /// Takes one event; returns what to do, in order.
    public mutating func handle(_ event: PlayerEvent, at now: Instant) -> [PlayerEffect] {
        switch event {
        case .started: start(now)
        case .output(let bytes, let more): takeOutput(bytes, more: more, now)
        case .shellMark(let mark): takeMark(mark, now)
        case .errorOutput(let bytes): takeErrorOutput(bytes, now)
        case .outputClosed: takeOutputClosed(now)
        case .programEnded(let ending): takeEnding(ending, now)
        case .programStopped(let signal): stopSignal = signal
        case .timeReached(let stalled): takeTime(stalled, now)
        case .inputWritten: takeInputWritten(now)
        case .idle(_, let isSure): takeIdle(isSure: isSure, now)
        case .hostCommandEnded(let status, let output): takeHostCommand(status, output, now)
        case .screenshotTaken: takeScreenshot(now)
        case .sentinels(let lines): takeSentinels(lines, now)
        case .cancelled(let by): finish(.cancelled(by: by))
        case .broken(let cause): finish(.error(located(cause)))
        }
        advance(now)
        defer { effects.removeAll() }
        return effects
    }

    private mutating func start(_ now: Instant) {
        guard case .preparing = activity else { return }
        scenarioDeadline = now + scenario.deadline
        lastDisturbance = now
        activity = .between
    }

    /// Ends the conversation; nothing happens after that.
    mutating func finish(_ verdict: Verdict) {
        if case .finished = activity { return }
        if case .screenshot(let slug) = activity { effects.append(.endScreenshot(slug: slug)) }
        if verdict != .held, scenario.steps.indices.contains(stepIndex), partIndex > 0 {
            let failure: Failure? = if case .failed(let failure) = verdict { failure } else { nil }
            effects.append(.stepEnded(scenario.steps[stepIndex].number, .failed, failure))
        }
        var verdict = verdict
        if verdict == .held, let firstFailure { verdict = .failed(firstFailure) }
        unwatchIdle()
        activity = .finished
        effects.append(.finished(verdict))
    }

    func located(_ cause: ErrorCause) -> ErrorCause {
        var cause = cause
        if cause.step == nil, partIndex > 0, scenario.steps.indices.contains(stepIndex) {
            cause.step = scenario.steps[stepIndex].number
            cause.position = cause.position ?? partPosition
        }
        if cause.screen.isEmpty { cause.screen = screenText }
        return cause
    }
}
