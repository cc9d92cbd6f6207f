import Patterns
import Scenarios

/// When assertions are judged.
///
/// They are looked at again on each new output until all hold. In a shell that prints marks they
/// must hold when the command has ended (or the program waits for input), so that half of an
/// output is never taken for the whole; only `expect_contains`, which stays true, is met at once.
/// `expect_not_contains` is judged when the others hold, or at a prompt, when the program waits
/// for input, at its end, or when the time is up.
extension Player {
    mutating func judge(
        _ assertions: [Located<Assertion>], isLast: Bool, isIdle: Bool = false, _ now: Instant
    ) {
        if isLast || isIdle { transcript.settle() }
        let check = assertionCheck
        do throws(PatternLimitExceeded) {
            var problems: [(place: Int, problem: AssertionCheck.Problem)] = []
            var positivesHold = true
            var hasPositives = false
            for (place, assertion) in assertions.enumerated() {
                let problem = try check.problem(assertion.value)
                if let problem { problems.append((place, problem)) }
                guard !assertion.value.isNegative else { continue }
                hasPositives = true
                if problem != nil { positivesHold = false }
            }
            let isLast = isLast || (isSession && transcript.isAtPrompt)
            let isSettled =
                isIdle || isLast || assertions.allSatisfy(\.value.staysTrue)
                || (settings.hasShellMarks ? transcript.isAtPrompt : hasPositives)
            if positivesHold, isSettled, problems.isEmpty {
                guard isLast, isCommandUnfinished, assertions.contains(where: \.value.needsWhole)
                else { return resume() }
                return failUnfinished(now)
            }
            if isLast || (positivesHold && isSettled) {
                failAssertions(assertions, problems, now)
            }
        } catch {
            finish(.error(located(ErrorCause(.patternLimit, "expect_regex: \(error)"))))
        }
    }

    /// The shell has not come back from the latest command.
    private var isCommandUnfinished: Bool {
        settings.hasShellMarks && ending == nil && !transcript.isAtPrompt
    }

    private mutating func failUnfinished(_ now: Instant) {
        let failure = Failure(
            "the assertions hold of the output so far, but the command did not end within"
                + " \(clock.timeout.shown)")
        if scenario.goesOn { leaveFailedStep(failure, now) } else { fail(failure, now) }
    }

    private var assertionCheck: AssertionCheck {
        var status = transcript.status
        if case .exited(let code) = ending { status = code }
        if case .signalled(let number) = ending { status = 128 + number }
        let absence =
            if settings.hasShellMarks {
                "the shell has not come back to its prompt"
            } else {
                "the program still runs and is not a shell that can be asked"
                    + " (\(ShellMarks.Shell.allCases.map(\.rawValue).joined(separator: ", ")))"
            }
        return AssertionCheck(output: transcript.text, status: status, statusAbsence: absence)
    }

    private mutating func failAssertions(
        _ assertions: [Located<Assertion>],
        _ problems: [(place: Int, problem: AssertionCheck.Problem)], _ now: Instant
    ) {
        guard let first = problems.first else { return resume() }
        var failure = Failure(first.problem.message, at: assertions[first.place].position)
        failure.expected = first.problem.expected
        failure.actual = first.problem.actual
        failure.diff = first.problem.diff
        failure.others = problems.dropFirst().map { $0.problem.message }
        if transcript.isCut {
            failure.hints.append(
                "only the last \(PlaybackLimits.transcriptBytesMax / 2) bytes of the output since"
                    + " the latest input were kept")
        }
        if scenario.goesOn { leaveFailedStep(failure, now) } else { fail(failure, now) }
    }
}

extension Assertion {
    /// What holds of an output holds of every longer one.
    var staysTrue: Bool {
        if case .contains = self { true } else { false }
    }

    /// Says something of the output as a whole.
    var needsWhole: Bool {
        switch self {
        case .output, .lines, .json, .text: true
        case .code, .contains, .regex, .notContains: false
        }
    }

    /// Holds of an output that has not come yet, so it must be judged late.
    var isNegative: Bool {
        if case .notContains = self { true } else { false }
    }
}
