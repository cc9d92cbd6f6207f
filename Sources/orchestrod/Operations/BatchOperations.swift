import Jobs
import Settings
import Wire

/// Several submissions at once.
extension APIService {
    /// Accepts the jobs of a batch, each by itself or all together. `read` gives it, `bytes` is the
    /// size of what it reads.
    func submit(
        for owner: Owner, bytes: Int, _ context: APIContext,
        _ read: @escaping @Sendable () throws -> BatchRequest
    ) async throws -> BatchAnswer {
        let limits = limits.value.job
        let (readings, together) = try await make(of: bytes) {
            let batch = try read()
            let readings = batch.jobs.indices.map {
                Self.reading(batch, $0, for: owner, limits, context)
            }
            return (readings, batch.allOrNothing)
        }
        if together { try Self.refuseAny(readings.map(\.failure)) }
        let submissions = readings.compactMap(\.value)
        var answers: BatchAnswers = []
        if !submissions.isEmpty {
            answers = try await inbox.ask { .submitAll(submissions, together: together, $0) }
        }
        if together { try Self.refuseAny(answers.map(\.failure)) }
        var outcomes: [BatchAnswer.Outcome] = []
        for (submission, answer) in zip(submissions, answers) {
            outcomes.append(try outcome(of: submission, answer, context))
        }
        // What could not be read goes back to its place.
        var taken = outcomes.makeIterator()
        return BatchAnswer(
            readings.compactMap { reading in
                reading.failure.map { .refused($0) } ?? taken.next()
            })
    }

    private static func reading(
        _ batch: BatchRequest, _ place: Int, for owner: Owner, _ limits: JobLimits,
        _ context: APIContext
    ) -> Result<Submission, Problem> {
        let item: BatchRequest.Item
        do throws(ShapeError) {
            item = try batch.item(place)
        } catch {
            return .failure(Problem(.invalidRequest, error.message))
        }
        do throws(Problem) {
            return .success(
                try submission(
                    item.submission, for: owner, idempotencyKey: item.idempotencyKey, limits,
                    context))
        } catch {
            return .failure(error)
        }
    }

    private func outcome(
        of submission: Submission, _ answer: Result<SubmitAnswer, Problem>, _ context: APIContext
    ) throws -> BatchAnswer.Outcome {
        do {
            let (job, isNew) = try accepted(submission, try answer.get(), context)
            return isNew ? .accepted(job) : .known(job)
        } catch let problem as Problem {
            return .refused(problem)
        }
    }

    /// Refuses all because of the first that is refused.
    private static func refuseAny(_ problems: [Problem?]) throws(Problem) {
        guard let place = problems.firstIndex(where: { $0 != nil }),
            var problem = problems[place]
        else { return }
        let prefix = problem.detail.hasPrefix("$.jobs[") ? "" : "$.jobs[\(place)]: "
        problem.detail = "\(prefix)\(problem.detail); no job was accepted"
        throw problem
    }
}

extension Result {
    fileprivate var value: Success? {
        if case .success(let value) = self { value } else { nil }
    }

    fileprivate var failure: Failure? {
        if case .failure(let failure) = self { failure } else { nil }
    }
}
