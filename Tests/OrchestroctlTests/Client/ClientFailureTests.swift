import Testing
import Wire

@testable import orchestroctl

/// Each failure has its words and its exit status.
@Suite struct ClientFailureTests {
    typealias Status = orchestroctl.ExitStatus

    static let problems: [(Problem.Kind, Status)] = [
        (.invalidRequest, .usage), (.unauthenticated, .notAllowed), (.notAllowed, .notAllowed),
        (.notFound, .usage), (.methodNotAllowed, .unable), (.conflict, .usage),
        (.tooLarge, .usage), (.invalidScenario, .usage), (.limitReached, .notAllowed),
        (.internalError, .unable), (.unavailable, .unable), (.storageFull, .unable),
        (.other, .unable),
    ]

    @Test func `every kind of problem is in the table`() {
        #expect(Set(Self.problems.map(\.0)) == Set(Problem.Kind.allCases))
    }

    @Test(arguments: problems) func `a problem has its status`(kind: Problem.Kind, status: Status) {
        let failure = ClientFailure.refused(Problem(kind, "it is so"))
        #expect(failure.exitStatus == status)
        #expect(failure.lines == ["error: it is so"])
    }

    @Test func `an unknown problem counts by its HTTP status`() {
        var problem = Problem(.other, "x")
        problem.status = 418
        #expect(ClientFailure.refused(problem).exitStatus == .usage)
        problem.status = 502
        #expect(ClientFailure.refused(problem).exitStatus == .unable)
    }

    static let failures: [(ClientFailure, Status, String)] = [
        (.badSocketPath("x"), .usage, "cannot be the path of a socket"),
        (.noLibrary("gone"), .unable, "libcurl cannot be loaded: gone"),
        (
            .unreachable(socket: SocketOptions.standardPath, errorNumber: 2), .unable,
            "systemctl status orchestrod.socket"
        ),
        (.unreachable(socket: "/x", errorNumber: 111), .unable, "Connection refused"),
        (.silent(seconds: 5), .unable, "said nothing for 5 s"),
        (.broken("cut"), .unable, "broke: cut"),
        (.garbled("$.x"), .unable, "of the same version"),
        (.tooLarge, .unable, "more than"),
    ]

    @Test(arguments: failures.indices) func `a failure has its words`(index: Int) {
        let (failure, status, text) = Self.failures[index]
        #expect(failure.exitStatus == status)
        #expect(failure.lines.joined(separator: "\n").contains(text))
    }

    @Test func `an interruption needs no words`() {
        #expect(ClientFailure.interrupted.exitStatus == .interrupted)
        #expect(ClientFailure.interrupted.lines == [])
    }

    @Test func `statuses tell of what did not pass`() {
        #expect(Status.unsuccessful(failed: 0, unjudged: 0) == nil)
        #expect(Status.unsuccessful(failed: 1, unjudged: 1) == .failed)
        #expect(Status.unsuccessful(failed: 0, unjudged: 1) == .unable)
    }
}
