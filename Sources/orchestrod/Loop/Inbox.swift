import CLaunch
import Glibc
import Synchronization
import Wire

/// The way from other threads to the loop: a list and an event descriptor that wakes it.
final class Inbox: Sendable {
    private struct State {
        var commands: [LoopCommand] = []
        var isClosed = false
    }

    private let state = Mutex(State())
    /// Readable when there is something to take.
    let descriptor: Int32

    init() throws(StartFailure) {
        descriptor = cevents_open()
        guard descriptor >= 0 else {
            throw StartFailure("no event descriptor can be made: \(errorText(errno))")
        }
    }

    /// Gives the loop a command; false when it takes none. Only those that somebody waits for are
    /// bounded: the others are few, and what they tell would be missed for ever.
    @discardableResult func push(_ command: LoopCommand) -> Bool {
        let (isTaken, isFirst) = state.withLock { state in
            let isFull = state.commands.count >= LoopLimits.inboxMax && command.isAnswered
            guard !state.isClosed, !isFull else { return (false, false) }
            state.commands.append(command)
            return (true, state.commands.count == 1)
        }
        if isFirst { cevents_signal(descriptor) }
        return isTaken
    }

    /// Asks the loop and waits for its answer.
    func ask<Value: Sendable>(
        _ command: (Reply<Value>) -> LoopCommand
    ) async throws -> Value {
        try await withCheckedThrowingContinuation { continuation in
            let reply = Reply<Value> { continuation.resume(with: $0) }
            if !push(command(reply)) {
                reply.refuse(Problem(.unavailable, "the daemon takes no requests now; try again"))
            }
        }
    }

    /// What there is, at most so much; the rest keeps the descriptor readable.
    func take() -> [LoopCommand] {
        cevents_clear(descriptor)
        let (commands, isMore) = state.withLock { state in
            let count = min(state.commands.count, LoopLimits.commandsPerTurnMax)
            let taken = Array(state.commands.prefix(count))
            state.commands.removeFirst(count)
            return (taken, !state.commands.isEmpty)
        }
        if isMore { cevents_signal(descriptor) }
        return commands
    }

    /// Takes nothing any more; what waits is given back to be refused.
    func shut() -> [LoopCommand] {
        state.withLock { state in
            state.isClosed = true
            defer { state.commands = [] }
            return state.commands
        }
    }
}

extension LoopCommand {
    /// Whether somebody waits for an answer.
    fileprivate var isAnswered: Bool {
        switch self {
        case .accounting, .sent, .watch, .unwatch, .recordReleased, .nobodyLeft, .stop: false
        default: true
        }
    }

    /// Answers a command that the loop will not carry out.
    func refuse(_ problem: Problem) {
        switch self {
        case .submit(_, let reply): reply.refuse(problem)
        case .submitAll(_, _, let reply): reply.refuse(problem)
        case .cancel(_, _, _, _, let reply): reply.refuse(problem)
        case .retry(_, _, _, let reply): reply.refuse(problem)
        case .why(_, let reply): reply.refuse(problem)
        case .status(let reply), .drain(_, let reply), .resume(_, let reply),
            .strategy(_, _, let reply):
            reply.refuse(problem)
        case .workers(let reply): reply.refuse(problem)
        case .estimates(_, let reply): reply.refuse(problem)
        case .key(_, _, _, let reply): reply.refuse(problem)
        case .webhook(_, _, _, let reply): reply.refuse(problem)
        case .delivery(_, let reply): reply.refuse(problem)
        case .accounting, .sent, .watch, .unwatch, .recordReleased, .nobodyLeft, .stop: break
        }
    }
}
