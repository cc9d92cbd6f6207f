import Jobs
import Store
import Synchronization
import Wire

/// What became of each submission of a batch.
typealias BatchAnswers = [Result<SubmitAnswer, Problem>]

extension Loop {
    /// Accepts several jobs of one owner and key in one turn, so in one commit. Together: nothing
    /// is accepted when all of them would be too much.
    func submit(
        _ submissions: [Submission], together: Bool, _ reply: Reply<BatchAnswers>,
        _ turn: inout Turn
    ) {
        if together {
            do throws(StoreError) {
                if let problem = try tooMuch(submissions, turn) { return reply.refuse(problem) }
            } catch {
                return reply.refuse(Self.storeProblem(error))
            }
        }
        let answers = GatheredAnswers(submissions.count, reply)
        for (place, submission) in submissions.enumerated() {
            submit(submission, answers.reply(at: place), &turn)
        }
    }

    /// Why not all of them can be accepted; nil: they can.
    private func tooMuch(
        _ submissions: [Submission], _ turn: Turn
    ) throws(StoreError) -> Problem? {
        if let at = storeRetryAt, at > turn.now { return Self.storeProblem(nil) }
        guard let first = submissions.first else { return nil }
        var keys: Set<String> = []
        var count = 0
        for submission in submissions {
            if let key = submission.idempotencyKey, !keys.insert(key).inserted { continue }
            if try known(submission, turn) == nil { count += submission.tasks.count }
        }
        if let problem = try overQuota(first, adding: count, turn) { return problem }
        return queuedProblem(adding: count, of: first.owner)
    }
}

/// The answers to several submissions, given when the last of them is there.
private final class GatheredAnswers: Sendable {
    private struct State {
        var answers: [Result<SubmitAnswer, Problem>?]
        var missing: Int
    }

    private let state: Mutex<State>
    private let reply: Reply<BatchAnswers>

    init(_ count: Int, _ reply: Reply<BatchAnswers>) {
        state = Mutex(State(answers: Array(repeating: nil, count: count), missing: count))
        self.reply = reply
    }

    /// Where the answer to one of them goes.
    func reply(at place: Int) -> Reply<SubmitAnswer> {
        Reply { answer in
            let whole: BatchAnswers? = self.state.withLock { state in
                state.answers[place] = answer
                state.missing -= 1
                return state.missing == 0 ? state.answers.compactMap { $0 } : nil
            }
            if let whole { self.reply(whole) }
        }
    }
}
