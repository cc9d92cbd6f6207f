import Jobs
import Scenarios
import Wire

/// The worker's side of the conversation about attempts, once the lease is taken. A value: what
/// happens goes in, what to do comes out.
struct Session {
    /// What happens.
    enum Event {
        case frame(DaemonFrame)
        /// The running attempt came to a step.
        case step(Int, note: String?)
        /// The running attempt is over.
        case ended(Outcome, duration: Duration, record: JSONValue)
        /// The connection has ended, or the worker was told to stop.
        case connectionLost
        case toldToStop
        /// The peer sent what is no frame.
        case broken(String)
    }

    /// What to do.
    enum Effect: Equatable {
        case send(WorkerMessage)
        /// Begin the stream anew.
        case sendMark
        case begin(AttemptOrder)
        /// Stop the running attempt because somebody cancelled it.
        case stop(by: String)
        /// Stop the running attempt because everything stops.
        case interrupt
        /// Forget descriptors whose frame will not come.
        case dropDescriptors
        /// There is nothing more to do.
        case leave(status: Int32)
    }

    /// Whether and why the worker leaves as soon as nothing runs.
    private enum Leaving {
        case no
        case whenAcknowledged
        case atOnce(status: Int32)
    }

    private let processID: Int
    private var outbox = Outbox()
    private var running: AttemptKey?
    private var leaving = Leaving.no

    /// A session of this process.
    init(processID: Int) { self.processID = processID }

    /// The lease has been taken.
    mutating func greet(_ ready: WorkerReady) -> [Effect] { [tell(.ready(ready))] }

    /// Takes one event; returns what to do, in order.
    mutating func handle(_ event: Event) -> [Effect] {
        var effects: [Effect] = []
        switch event {
        case .frame(let frame): effects = take(frame)
        case .step(let step, let note):
            if let running { effects = [tell(.step(running, step: step, note: note))] }
        case .ended(let outcome, let duration, let record):
            effects = end(outcome, duration, record)
        case .connectionLost: effects = leave(status: 0)
        case .toldToStop: effects = leave(status: 0)
        case .broken(let problem): effects = refuse(problem)
        }
        if let status = statusToLeaveWith { effects.append(.leave(status: status)) }
        return effects
    }

    private mutating func take(_ frame: DaemonFrame) -> [Effect] {
        switch frame {
        case .lease: return refuse("a second lease")
        case .start(let order):
            guard running == nil else { return refuse("a start while an attempt runs") }
            guard case .no = leaving else { return refuse("a start after the end") }
            guard !outbox.isFull else { return refuse("nothing is acknowledged") }
            running = order.attempt
            return [tell(.started(order.attempt, processID: processID)), .begin(order)]
        case .cancel(let attempt, let by):
            // The end of one that is over is on its way already.
            return attempt == running ? [.stop(by: by)] : []
        case .acknowledge(let number):
            outbox.acknowledge(through: number)
            return []
        case .resume:
            let unacknowledged = outbox.unacknowledged.map { Effect.send($0) }
            return [.dropDescriptors, .sendMark, tell(.resumed(running: running))]
                + unacknowledged
        case .end:
            leaving = running == nil ? .atOnce(status: 0) : .whenAcknowledged
            return []
        }
    }

    private mutating func end(
        _ outcome: Outcome, _ duration: Duration, _ record: JSONValue
    ) -> [Effect] {
        guard let attempt = running else { return [] }
        running = nil
        let end = AttemptEnd(
            attempt: attempt, verdict: outcome.verdict, duration: duration, record: record)
        return [tell(.ended(end))]
    }

    private mutating func leave(status: Int32) -> [Effect] {
        leaving = .atOnce(status: status)
        return running == nil ? [] : [.interrupt]
    }

    private mutating func refuse(_ problem: String) -> [Effect] {
        [tell(.refused(.protocolError, message: problem))] + leave(status: 1)
    }

    private mutating func tell(_ frame: WorkerFrame) -> Effect { .send(outbox.message(frame)) }

    private var statusToLeaveWith: Int32? {
        guard running == nil else { return nil }
        switch leaving {
        case .no: return nil
        case .whenAcknowledged: return outbox.unacknowledged.isEmpty ? 0 : nil
        case .atOnce(let status): return status
        }
    }
}
