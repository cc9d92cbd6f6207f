import Engine
import Jobs
import Wire

/// The events of a job as they happen, through restarts of the daemon.
struct EventFeed {
    let client: APIClient
    let job: JobID
    /// Told when the stream broke and when it is there again.
    var tellTrouble: (String) -> Void = { Output.error($0) }

    /// Gives every event since the job's beginning to `handle`, which may ask the daemon other
    /// things and answers false for "enough"; comes back when the job is over. `tick` is called ten
    /// times a second.
    func follow(
        tick: () -> Void = {}, _ handle: (EventShape) throws(ClientFailure) -> Bool
    ) throws(ClientFailure) {
        let state = State()
        while true {
            do throws(ClientFailure) {
                guard try listen(state, tick, handle) else { return }
                if try client.job(job).state.isOver { return }
                // The daemon ended the stream because it leaves.
                try pause(tick)
            } catch {
                // The job was asked for before, so there was a daemon a moment ago.
                let now = SystemClock.now()
                guard error.isPassing, !state.absence.isTooLong(at: now) else { throw error }
                if state.absence.begin(at: now) {
                    tellTrouble("the daemon went away; waiting for it")
                }
                try pause(tick)
            }
        }
    }

    private func listen(
        _ state: State, _ tick: () -> Void, _ handle: (EventShape) throws(ClientFailure) -> Bool
    ) throws(ClientFailure) -> Bool {
        var request = HTTPRequest(APIRoute.events.path(job))
        if let last = state.lastID { request.headers = [(.lastEventID, last)] }
        state.begin()
        try client.http.stream(
            request, silenceSeconds: ClientLimits.streamSilenceSeconds,
            tick: { () throws(ClientFailure) in
                try drain(state, handle)
                tick()
                return !state.hasEnough
            }, receive: state.receive)
        try drain(state, handle)
        if let failure = state.failure { throw failure }
        return !state.hasEnough
    }

    /// Handles what came; what was not handled comes again with the next connection.
    private func drain(
        _ state: State, _ handle: (EventShape) throws(ClientFailure) -> Bool
    ) throws(ClientFailure) {
        if state.hasHeard, state.absence.end() { tellTrouble("the daemon is back") }
        while !state.hasEnough, let (event, id) = state.take() {
            state.hasEnough = !(try handle(event))
            if let id { state.lastID = id }
        }
    }

    private func pause(_ tick: () -> Void) throws(ClientFailure) {
        var left = ClientLimits.reconnectMilliseconds
        while left > 0 {
            if client.http.interrupts.wait(milliseconds: ClientLimits.tickMilliseconds) {
                throw .interrupted(hasSent: false)
            }
            tick()
            left -= ClientLimits.tickMilliseconds
        }
    }

    /// What is known from one connection to the next.
    private final class State {
        /// The last event that was handled.
        var lastID: String?
        /// The handler wants no more.
        var hasEnough = false
        /// Since when there has been no connection.
        var absence = Absence()
        /// Something came on this connection, were it only a sign of life.
        private(set) var hasHeard = false
        private(set) var failure: ClientFailure?
        private var parser = ServerSentEventParser()
        private var waiting: [(event: EventShape, id: String?)] = []

        func begin() {
            parser = ServerSentEventParser()
            waiting = []
            hasHeard = false
        }

        func take() -> (event: EventShape, id: String?)? {
            waiting.isEmpty ? nil : waiting.removeFirst()
        }

        func receive(_ bytes: [UInt8]) -> Bool {
            hasHeard = true
            do {
                for message in try parser.feed(bytes) {
                    waiting.append((try EventShape(text: message.data), message.id))
                }
                return true
            } catch let error as ShapeError {
                failure = .garbled(error.message)
            } catch {
                failure = .garbled("an event is longer than \(APILimits.eventBytesMax) bytes")
            }
            return false
        }
    }
}

extension ClientFailure {
    /// Whether it may be over when the daemon has restarted.
    fileprivate var isPassing: Bool {
        switch self {
        case .unreachable, .silent, .broken: true
        case .refused(let problem): problem.kind == .unavailable
        case .badSocketPath, .badKeyFile, .badKey, .badFile, .untrusted, .notGreeted,
            .unsendable, .noRoom, .uncertain, .noLibrary, .garbled, .tooLarge, .interrupted:
            false
        }
    }
}
