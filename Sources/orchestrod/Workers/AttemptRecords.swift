import Glibc
import Jobs
import Scenarios
import Store
import Wire

/// Turns what is known of an attempt's end into what is stored of it.
struct AttemptRecords: Sendable {
    let files: AttemptFiles
    let store: Store

    /// What a probe of the record file found.
    enum Probe {
        /// A worker still has the file open.
        case locked
        /// Nobody writes: the end it tells, or the one that counts without it.
        case over(FinishedAttempt)
    }

    /// The end that a worker told. A record that was too large for its frame is read.
    func finished(_ end: AttemptEnd) -> FinishedAttempt {
        var finished = FinishedAttempt(
            attempt: end.attempt, verdict: end.verdict, duration: end.duration)
        if let record = end.record ?? read(end.attempt) { add(record, to: &finished) }
        return finished
    }

    /// Looks at the record of an attempt whose worker is gone.
    func probe(_ attempt: AttemptKey, otherwise: AttemptVerdict, at now: Instant) -> Probe {
        let path = files.path(.record, of: attempt)
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else {
            return .over(without(attempt, otherwise, at: now))
        }
        defer { close(descriptor) }
        if flock(descriptor, LOCK_SH | LOCK_NB) != 0, errno == EWOULDBLOCK { return .locked }
        // What is not whole was never finished: it does not count.
        guard let record = read(attempt), let result = try? Self.result(record) else {
            return .over(without(attempt, otherwise, at: now))
        }
        var finished = FinishedAttempt(
            attempt: attempt, verdict: result.outcome.verdict, duration: result.duration)
        add(record, to: &finished)
        return .over(finished)
    }

    /// Waits until nobody writes the record any more.
    func waitForRelease(_ attempt: AttemptKey) {
        let descriptor = open(files.path(.record, of: attempt), O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { return }
        while flock(descriptor, LOCK_SH) != 0, errno == EINTR {}
        close(descriptor)
    }

    /// The end of an attempt that could not be carried out, with a record that says why.
    func failed(
        _ attempt: AttemptKey, _ kind: ErrorCause.Kind, _ message: String, at now: Instant
    ) -> FinishedAttempt {
        let cause = Outcome.error(ErrorCause(kind, message))
        var finished = FinishedAttempt(
            attempt: attempt, verdict: cause.verdict, duration: .zero)
        let result = AttemptResult(
            number: attempt.number, outcome: cause, startedMicroseconds: now.wallMicroseconds,
            duration: .zero)
        // A task that cannot be read now is told without its names.
        let stored = try? store.task(attempt.task)
        let task = TaskInfo(
            id: attempt.task.task,
            name: stored?.submission.name ?? attempt.task.description, path: stored?.path ?? "",
            tags: stored?.submission.tags ?? [])
        add(AttemptRecord.json(result, of: task), to: &finished)
        return finished
    }

    private func without(
        _ attempt: AttemptKey, _ verdict: AttemptVerdict, at now: Instant
    ) -> FinishedAttempt {
        switch verdict {
        case .lost:
            failed(attempt, .lost, "its worker ended without leaving a result", at: now)
        default:
            FinishedAttempt(attempt: attempt, verdict: verdict, duration: .zero)
        }
    }

    private func read(_ attempt: AttemptKey) -> JSONValue? {
        // A record that cannot be read is like one that is not there.
        let bytes = try? fileContent(
            files.path(.record, of: attempt), bytesMax: AttemptFiles.recordBytesMax)
        guard let bytes, let text = String(validating: bytes, as: UTF8.self) else { return nil }
        // One that is not whole too.
        return try? JSONValue.parse(text)
    }

    private static func result(_ record: JSONValue) throws(ShapeError) -> AttemptResult {
        try AttemptRecord.result(ObjectReader(record, path: "$"))
    }

    private func add(_ record: JSONValue, to finished: inout FinishedAttempt) {
        // A record of a later version is kept as it is.
        let result = try? Self.result(record)
        finished.stopped = result?.stopped
        finished.record = StoredRecord(
            outcome: result?.outcome.word ?? finished.verdict.word,
            startedMicroseconds: result?.startedMicroseconds ?? 0,
            duration: result?.duration ?? finished.duration,
            filesBytes: files.bytes(of: finished.attempt), text: record.text())
    }
}
