import Jobs
import Testing
import Wire

@testable import orchestrod

/// What the daemon counts and how it tells it.
@Suite(.serialized) struct MetricsTests {
    @Test func `a job and requests are counted`() throws {
        let daemon = try RunningDaemon(configuration: "workers: 2\n")
        let job = try daemon.submit(
            "command: 'true'\nexit_code: 0\n", "command: 'false'\nexit_code: 0\n")
        try daemon.waitForEnd(of: job)
        #expect(try daemon.http.get("/api/v1/jobs/77").status == 404)
        #expect(try daemon.http.get("/no\"where").status == 404)
        let answer = try daemon.http.get("/metrics")
        #expect(answer.status == 200)
        #expect(
            answer.headers["content-type"]
                == "application/openmetrics-text; version=1.0.0; charset=utf-8")
        let lines = Set(answer.text.split(separator: "\n", omittingEmptySubsequences: false))
        #expect(answer.text.hasSuffix("\n# EOF\n"))
        for line in [
            #"orchestro_jobs{state="pending"} 0.0"#, #"orchestro_tasks{state="queued"} 0.0"#,
            #"orchestro_workers{state="idle"} 2.0"#, "orchestro_jobs_submitted_total 1",
            #"orchestro_jobs_finished_total{state="failed"} 1"#,
            #"orchestro_tasks_finished_total{outcome="passed"} 1"#,
            #"orchestro_tasks_finished_total{outcome="failed"} 1"#,
            "orchestro_task_wait_seconds_count 2",
            #"orchestro_attempt_duration_seconds_count{verdict="passed"} 1"#,
            #"orchestro_http_requests_total{method="POST",route="/api/v1/jobs",status="201"} 1"#,
            #"orchestro_http_requests_total{method="GET",route="/api/v1/jobs/{job_id}","#
                + #"status="404"} 1"#,
            #"orchestro_http_requests_total{method="other",route="other",status="404"} 1"#,
            "orchestro_store_commits_failed_total 0",
        ] {
            #expect(lines.contains(line[...]), "\(line) is missing in:\n\(answer.text)")
        }
        #expect(answer.text.contains("\norchestro_store_bytes "))
    }

    @Test func `waits are those of first attempts of jobs that are not over`() {
        let metrics = Metrics()
        let task = TaskKey(JobID(1), TaskID(0))
        func tell(_ event: JobEvent, at seconds: Int64) {
            metrics.add(NumberedEvent(number: 1, microseconds: seconds * 1_000_000, event: event))
        }
        tell(.submitted(JobID(1)), at: 10)
        tell(.attemptStarted(AttemptKey(task, 1), slot: 0), at: 12)
        tell(.attemptStarted(AttemptKey(task, 2), slot: 0), at: 20)
        tell(.taskFinished(task, outcome: "a new word", reason: nil), at: 21)
        tell(.jobFinished(JobID(1), .failed), at: 21)
        tell(.attemptStarted(AttemptKey(task, 1), slot: 0), at: 30)
        #expect(metrics.counts.waits.count == 1)
        #expect(metrics.counts.waits.sum == .seconds(2))
        #expect(metrics.counts.tasks == ["error": 1])
    }
}
