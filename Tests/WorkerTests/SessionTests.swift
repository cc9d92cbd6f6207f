import Jobs
import Scenarios
import Testing
import Wire

@testable import orchestro_worker

/// The worker's side of the conversation, without a connection.
@Suite struct SessionTests {
    private let key = AttemptKey(TaskKey(JobID(1), TaskID(0)), 1)

    private var order: AttemptOrder {
        AttemptOrder(
            attempt: key,
            file: Submission.File(path: "a", directory: "/", text: "", lenient: false), cell: 0,
            name: "a", callerDirectory: "/")
    }

    private func end(_ outcome: Outcome) -> Session.Event {
        .ended(outcome, duration: .zero, record: .null)
    }

    @Test func `an attempt is started, told and acknowledged`() {
        var session = Session(processID: 5)
        #expect(
            session.handle(.frame(.start(order))) == [
                .send(WorkerMessage(number: 1, frame: .started(key, processID: 5))),
                .begin(order),
            ])
        #expect(session.handle(.step(2, note: nil)).count == 1)
        #expect(session.handle(.frame(.cancel(key, by: "ann"))) == [.stop(by: "ann")])
        #expect(session.handle(end(.cancelled(by: "ann"))).count == 1)
        #expect(session.handle(.frame(.cancel(key, by: "ann"))) == [])
        #expect(session.handle(.frame(.acknowledge(through: 2))) == [])
        #expect(session.handle(.frame(.end)) == [.leave(status: 0)])
    }

    @Test func `the end waits for the attempt and for the acknowledgement`() {
        var session = Session(processID: 5)
        _ = session.handle(.frame(.start(order)))
        #expect(session.handle(.frame(.end)) == [])
        #expect(session.handle(end(.passed)).count == 1)
        #expect(session.handle(.frame(.acknowledge(through: 1))) == [])
        #expect(session.handle(.frame(.acknowledge(through: 2))) == [.leave(status: 0)])
    }

    @Test func `a lost connection interrupts what runs and leaves after it`() {
        var session = Session(processID: 5)
        #expect(session.handle(.connectionLost) == [.leave(status: 0)])
        session = Session(processID: 5)
        _ = session.handle(.frame(.start(order)))
        #expect(session.handle(.toldToStop) == [.interrupt])
        let effects = session.handle(end(.error(ErrorCause(.hostRestart, "x"))))
        #expect(effects.last == .leave(status: 0) && effects.count == 2)
    }

    @Test func `what is out of place is refused and ends the conversation`() {
        let wrong: [[Session.Event]] = [
            [.frame(.lease(Lease(id: "1", account: "a")))],
            [.frame(.start(order)), .frame(.start(order))],
            [.broken("x")],
        ]
        for events in wrong {
            var session = Session(processID: 5)
            var effects: [Session.Effect] = []
            for event in events { effects = session.handle(event) }
            guard case .send(let message) = effects.first,
                case .refused(.protocolError, _) = message.frame
            else {
                Issue.record("\(effects)")
                continue
            }
            #expect(effects.last == (events.count > 1 ? .interrupt : .leave(status: 1)))
        }
    }

    @Test func `nothing is begun while nothing is acknowledged`() {
        var session = Session(processID: 5)
        var begun = 0
        for number in 1...WorkerLimits.unacknowledgedMax {
            var order = order
            order.attempt.number = number
            let effects = session.handle(.frame(.start(order)))
            guard effects.contains(.begin(order)) else { break }
            begun += 1
            _ = session.handle(end(.passed))
        }
        #expect(begun == WorkerLimits.unacknowledgedMax / 2)
    }

    @Test(arguments: [
        (["--user-mode"], Invocation.Reading.invocation(Invocation(isUserMode: true))),
        ([], .invocation(Invocation())),
        (["--help"], .answer(Invocation.help)),
        (["--version"], .answer("orchestro-worker \(OrchestroVersion.text)\n")),
        (["--fly"], .mistake("unknown argument `--fly`; see --help")),
    ])
    func `the command line is short`(arguments: [String], reading: Invocation.Reading) {
        #expect(Invocation.reading(arguments) == reading)
    }
}
