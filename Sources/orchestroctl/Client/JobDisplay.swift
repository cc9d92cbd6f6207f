import Engine
import Jobs
import Reports
import Scenarios
import Wire

/// Shows a job of the daemon as `run` shows a run of its own.
enum JobDisplay {
    /// Shows what happens until the job is over.
    static func follow(
        _ client: APIClient, _ job: JobShape, verbosity: TextReport.Verbosity = .normal
    ) throws(ClientFailure) -> RunSummary {
        let follower = try JobFollower(client, job)
        // Both closures draw, one after the other, never at once.
        let shared = SharedDisplay(
            RunDisplay(
                verbosity: verbosity, isQuiet: false, mayColour: true,
                expected: follower.expected))
        return try follower.follow(
            tick: { shared.display.refresh(at: SystemClock.now()) },
            tellTrouble: { shared.display.remark($0) },
            show: { shared.display.show($0, at: $1) })
    }

    /// Waits until the job is over and tells its results.
    static func wait(
        _ client: APIClient, _ job: JobShape, isQuiet: Bool = false
    ) throws(ClientFailure) -> RunSummary {
        try EventFeed(client: client, job: job.id).follow { _ in true }
        let summary = try JobResults.summary(client, job.id)
        if !isQuiet { tell(summary) }
        return summary
    }

    /// The lines that `run` would have told.
    static func tell(_ summary: RunSummary) {
        var display = RunDisplay(
            verbosity: .normal, isQuiet: false, mayColour: true, expected: [:])
        let now = SystemClock.now()
        display.show(.runStarted(tasks: summary.results.map(\.task), workers: 1), at: now)
        for result in summary.results { display.show(.taskFinished(result), at: now) }
        display.show(.runFinished(summary), at: now)
    }

    /// The lines of single results, without a sum.
    static func tell(_ results: [TaskResult]) {
        var display = RunDisplay(
            verbosity: .normal, isQuiet: false, mayColour: true, expected: [:])
        for result in results { display.show(.taskFinished(result), at: SystemClock.now()) }
    }

    private final class SharedDisplay {
        var display: RunDisplay

        init(_ display: RunDisplay) { self.display = display }
    }
}

extension ExitStatus {
    /// The status that tells of scenarios that did not pass; nil when all is well.
    static func unsuccessful(_ summary: RunSummary) -> ExitStatus? {
        if summary.interrupted { return .interrupted }
        return unsuccessful(
            failed: summary.count("failed"),
            unjudged: summary.count("error") + summary.count("cancelled"))
    }

    /// The same from numbers.
    static func unsuccessful(failed: Int, unjudged: Int) -> ExitStatus? {
        if failed > 0 { return .failed }
        return unjudged > 0 ? .unable : nil
    }
}
