import CLaunch
import Engine
import Glibc
import Jobs
import Reports
import Scenarios

/// A run in this process: the pool works, this thread shows what happens and hears signals.
struct LocalRun {
    /// How often the display of a terminal is renewed, in milliseconds.
    static let tickMilliseconds: Int64 = 100

    private let plan: RunPlan
    /// Given when the tasks are documents: their examples are shown instead.
    private var examples: ExampleRun?
    private var display: RunDisplay

    init(
        _ plan: RunPlan, verbosity: TextReport.Verbosity, isQuiet: Bool, mayColour: Bool = true,
        examples: ExampleRun? = nil
    ) {
        self.plan = plan
        let isShown = Output.isTerminal && !isQuiet
        let earlier = isShown ? plan.artifactsDirectory.map(KeptRuns.others) ?? [] : []
        display = RunDisplay(
            verbosity: verbosity, isQuiet: isQuiet, mayColour: mayColour,
            expected: RecordedDurations.load(earlier, for: plan.tasks))
        self.examples = examples
    }

    /// Runs everything; comes back when nothing of it is alive.
    func perform() throws(ExitStatus) -> RunSummary {
        var display = display
        var examples = examples
        let began = SystemClock.now()
        let started = SystemClock.wallMicroseconds()
        let stop = StopSignal()
        let signals = cevents_signals()
        defer { close(signals) }
        let pool = Pool(plan, stop: stop)
        do throws(Pool.BeginFailure) {
            try pool.begin()
        } catch {
            Output.error("error: \(error.message)")
            throw .unable
        }
        var isDone = false
        while !isDone {
            var polled = [
                pollfd(fd: pool.doneDescriptor, events: Int16(POLLIN), revents: 0),
                pollfd(fd: signals, events: Int16(POLLIN), revents: 0),
            ]
            cevents_poll(&polled, polled.count, Self.tickMilliseconds * 1_000_000)
            isDone = polled[0].revents != 0
            hear(signals, stop)
            for event in pool.takeEvents() {
                for shown in examples?.translate(event) ?? [event] {
                    display.show(shown, at: SystemClock.now())
                }
            }
            display.refresh(at: SystemClock.now())
        }
        let summary = RunSummary(
            results: examples?.results ?? pool.results(), duration: SystemClock.now() - began,
            startedMicroseconds: started, interrupted: stop.requestedBy != nil)
        for warning in pool.warnings { Output.error("warning: \(warning)") }
        display.show(.runFinished(summary), at: SystemClock.now())
        return summary
    }

    private func hear(_ signals: Int32, _ stop: StopSignal) {
        while true {
            switch cevents_take_signal(signals) {
            case 0: return
            case SIGINT: stop.request(by: "SIGINT")
            case SIGTERM: stop.request(by: "SIGTERM")
            default: stop.request(by: "SIGHUP")
            }
        }
    }
}
