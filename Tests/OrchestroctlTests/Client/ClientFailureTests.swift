import Scenarios
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
        (.preconditionFailed, .usage), (.unsupportedMedia, .unable), (.upgradeRequired, .unable),
        (.requestTimeout, .unable), (.other, .unable),
    ]

    @Test func `every kind of problem is in the table`() {
        #expect(Set(Self.problems.map(\.0)) == Set(Problem.Kind.allCases))
    }

    @Test(arguments: problems) func `a problem has its status`(kind: Problem.Kind, status: Status) {
        let failure = ClientFailure.refused(Problem(kind, "it is so"))
        #expect(failure.exitStatus == status)
        #expect(failure.lines.first == "error: it is so")
        let hints = failure.lines.dropFirst().joined()
        #expect(hints.contains("key create") == (kind == .unauthenticated))
    }

    @Test func `an unknown problem counts by its HTTP status`() {
        var problem = Problem(.other, "x")
        problem.status = 418
        #expect(ClientFailure.refused(problem).exitStatus == .usage)
        problem.status = 502
        #expect(ClientFailure.refused(problem).exitStatus == .unable)
    }

    static let machine = Connection(place: .standard, files: .init(), choice: .nobody)
    static let named = lab(.setting("--server"))

    static func lab(_ choice: Connection.Choice) -> Connection {
        guard let address = try? ServerAddress("lab") else { return machine }
        return Connection(place: .server(address), files: .init(), choice: choice)
    }

    static let failures: [(ClientFailure, Status, String)] = [
        (.badSocketPath("x"), .usage, "cannot be the path of a socket"),
        (.noLibrary("gone"), .unable, "libcurl cannot be loaded: gone"),
        (.badFile("no such file"), .usage, "file of TLS"),
        (
            .unreachable(machine, reason: "none"), .unable, "systemctl status orchestrod.socket"
        ),
        (.unreachable(lab(.setting("--server")), reason: "x"), .unable, "orchestrod-tls.socket"),
        (.unreachable(lab(.context("lab")), reason: "x"), .unable, "that of the context lab"),
        (.untrusted(named, Distrust(verifyResult: 18, "")), .unable, "--ca-file"),
        (.untrusted(named, Distrust(verifyResult: 62, "x")), .unable, "for other names: x"),
        (.untrusted(named, Distrust(verifyResult: 10, "")), .unable, "has expired"),
        (.untrusted(named, Distrust(verifyResult: 9, "")), .unable, "not valid yet"),
        (.untrusted(named, Distrust(verifyResult: 23, "revoked")), .unable, "revoked"),
        (.notGreeted(named, "wrong version number"), .unable, "does not speak TLS"),
        (.notGreeted(named, "handshake failure"), .unable, "--client-certificate"),
        (.unsendable("too much", hint: "less"), .usage, "hint: less"),
        (.noRoom("full"), .unable, "put together: full\nhint: it is kept in TMPDIR"),
        (.silent(seconds: 5), .unable, "said nothing for 5 s"),
        (.broken(named, "cut"), .unable, "broke: cut"),
        (.uncertain(idempotencyKey: "a-b", .tooLarge), .unable, "--idempotency-key a-b"),
        (
            .uncertain(idempotencyKey: "a-b", .interrupted(hasSent: true)), .interrupted,
            "interrupted before the daemon answered\nhint: whether the job was made is not known"
        ),
        (.badKey("k", Problem(.unauthenticated, "x")), .notAllowed, "k is refused: x"),
        (.garbled("$.x"), .unable, "of the same version"),
        (.tooLarge, .unable, "more than"),
    ]

    @Test(arguments: failures.indices) func `a failure has its words`(index: Int) {
        let (failure, status, text) = Self.failures[index]
        #expect(failure.exitStatus == status)
        #expect(failure.lines.joined(separator: "\n").contains(text))
    }

    @Test func `an interruption needs no words`() {
        let failure = ClientFailure.interrupted(hasSent: true)
        #expect(failure.exitStatus == .interrupted)
        #expect(failure.lines == [])
    }

    @Test func `what was sent and not answered may have been done`() {
        var gateway = Problem(.other, "no answer")
        gateway.status = 504
        let open: [ClientFailure] = [
            .silent(seconds: 120), .broken(Self.machine, "cut"), .garbled("x"), .tooLarge,
            .interrupted(hasSent: true), .refused(gateway),
        ]
        for failure in open { #expect(failure.leavesOpen, "\(failure)") }
        let closed: [ClientFailure] = [
            .unreachable(Self.machine, reason: "none"), .interrupted(hasSent: false),
            .refused(Problem(.unavailable, "leaving")), .refused(Problem(.limitReached, "many")),
        ]
        for failure in closed { #expect(!failure.leavesOpen, "\(failure)") }
    }

    @Test func `an absence counts from its beginning until something is heard`() {
        let start = Instant(nanoseconds: 5)
        let limit = Duration.seconds(ClientLimits.reconnectSeconds)
        var absence = Absence()
        var answers = [absence.begin(at: start)]
        // One try may take as long as all of it.
        answers += [absence.begin(at: start + limit), absence.isTooLong(at: start + limit)]
        #expect(answers == [true, false, true])
        answers = [absence.end(), absence.end(), absence.isTooLong(at: start + limit)]
        #expect(answers == [true, false, false])
        answers = [absence.begin(at: start + limit)]
        answers.append(absence.isTooLong(at: start + limit + .milliseconds(119_999)))
        #expect(answers == [true, false])
    }

    @Test func `statuses tell of what did not pass`() {
        #expect(Status.unsuccessful(failed: 0, unjudged: 0) == nil)
        #expect(Status.unsuccessful(failed: 1, unjudged: 1) == .failed)
        #expect(Status.unsuccessful(failed: 0, unjudged: 1) == .unable)
    }
}
