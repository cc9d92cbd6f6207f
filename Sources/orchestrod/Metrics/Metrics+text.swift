import Jobs
import Scenarios
import Wire

extension Metrics.Counts {
    /// Everything as `GET /metrics` tells it.
    func text(
        _ status: StatusShape, storeBytes: Int?, deliveriesPending: Int
    ) -> String {
        var text = MetricsText()
        text.info("orchestro_build", "The daemon's version.", [("version", status.version)])
        text.gauge(
            "orchestro_start_time_seconds", "When the daemon started, since 1970-01-01 UTC.",
            [([], Double(status.startedMicroseconds) / 1e6)])
        addQueue(status, &text)
        addResults(&text)
        addRequests(&text)
        addStore(storeBytes, &text)
        addWebhooks(deliveriesPending, &text)
        return text.text
    }

    private func addQueue(_ status: StatusShape, _ text: inout MetricsText) {
        text.gauge(
            "orchestro_jobs", "Jobs that are not over.",
            [
                ([("state", "pending")], Double(status.jobsPending)),
                ([("state", "running")], Double(status.jobsRunning)),
            ])
        text.gauge(
            "orchestro_tasks", "Tasks that are not over.",
            [
                ([("state", "queued")], Double(status.tasksQueued)),
                ([("state", "running")], Double(status.tasksRunning)),
            ])
        text.gauge(
            "orchestro_workers", "Workers with and without an attempt.",
            [
                ([("state", "busy")], Double(status.slotsBusy)),
                ([("state", "idle")], Double(max(0, status.slots - status.slotsBusy))),
            ])
        text.gauge(
            "orchestro_draining", "1 while nothing new is started.",
            [([], status.isDraining ? 1 : 0)])
    }

    private func addResults(_ text: inout MetricsText) {
        text.counter("orchestro_jobs_submitted", "Jobs accepted.", [([], jobsSubmitted)])
        text.counter(
            "orchestro_jobs_finished", "Jobs that ended, by how.",
            JobState.allCases.filter(\.isOver).map {
                ([("state", $0.rawValue)], jobs[$0] ?? 0)
            })
        text.counter(
            "orchestro_tasks_finished", "Tasks that ended, by how.",
            Metrics.outcomes.map { ([("outcome", $0)], tasks[$0] ?? 0) })
        text.histogram(
            "orchestro_task_wait_seconds",
            "From a job's submission to the first attempt of each of its tasks.", [([], waits)])
        text.histogram(
            "orchestro_attempt_duration_seconds", "How long attempts took, by how they ended.",
            Metrics.verdicts.map {
                (
                    [("verdict", $0)],
                    attempts[$0] ?? Histogram(bounds: Metrics.longBounds)
                )
            })
    }

    private func addRequests(_ text: inout MetricsText) {
        let samples = requests.map { kind, count in
            (
                [
                    (name: "method", value: kind.method ?? "other"),
                    (name: "route", value: kind.route?.template ?? "other"),
                    (name: "status", value: String(kind.status)),
                ], count
            )
        }
        text.counter(
            "orchestro_http_requests", "Requests answered.",
            samples.sorted { one, other in
                one.0.map(\.value).lexicographicallyPrecedes(other.0.map(\.value))
            })
    }

    private func addWebhooks(_ deliveriesPending: Int, _ text: inout MetricsText) {
        text.counter(
            "orchestro_webhook_tries", "Messages sent to webhooks, by what followed.",
            Metrics.DeliveryOutcome.allCases.map {
                ([("outcome", $0.rawValue)], deliveries[$0] ?? 0)
            })
        text.gauge(
            "orchestro_webhook_pending", "Messages to webhooks neither delivered nor given up.",
            [([], Double(deliveriesPending))])
    }

    private func addStore(_ bytes: Int?, _ text: inout MetricsText) {
        text.histogram(
            "orchestro_store_commit_seconds", "How long commits of the store took.",
            [([], commits)])
        text.counter(
            "orchestro_store_commits_failed", "Commits that the store could not make.",
            [([], commitsFailed)])
        if let bytes {
            text.gauge(
                "orchestro_store_bytes", "Size of the store's files.", [([], Double(bytes))])
        }
    }
}
