import HTTPTypes
import Hummingbird
import HummingbirdCore
import Jobs
import NIOCore
import Store
import Wire

/// What happens to a job, as it happens.
extension APIService {
    static let eventEndpoints = [
        Endpoint(method: .get, route: .events) { try $0.events($1, $2) }
    ]

    /// Events come from the store, in order, from where the reader was; what is new is only a sign
    /// to look there again. So a reader may be as slow as it likes and misses nothing that is kept.
    private func events(_ request: Request, _ context: APIContext) throws -> Response {
        let job = try job(context).id
        var last: Int64 = 0
        if let name = HTTPField.Name(APIHeader.lastEventID.rawValue),
            let text = request.headers[name]
        {
            guard let number = Int64(text), number >= 0 else {
                throw Problem(
                    .invalidRequest,
                    "`Last-Event-ID` is the number of an event, not `\(text.prefix(40))`")
            }
            last = number
        }
        guard let subscription = feed.subscribe(job) else {
            throw Problem(.unavailable, "too many readers of events; try again later")
        }
        let start = last
        return Answer.stream(.events) { writer in
            // It ends with the stream, below.
            let beat = Task { await self.beat(subscription.token) }
            defer {
                beat.cancel()
                feed.unsubscribe(subscription.token)
            }
            try await tell(job, after: start, subscription, &writer)
        }
    }

    /// Shows from time to time that both sides live.
    private func beat(_ token: Int) async {
        while !Task.isCancelled {
            // A sleep that is cancelled is the end that is wanted.
            try? await Task.sleep(for: .seconds(APILimits.keepAliveSeconds))
            feed.tell(.beat, token: token)
        }
    }

    private func tell(
        _ job: JobID, after start: Int64, _ subscription: EventFeed.Subscription,
        _ writer: inout any ResponseBodyWriter
    ) async throws {
        var last = start
        var dropped = 0
        if try await tellStored(job, &last, &writer) { return }
        for await signal in subscription.signals {
            switch signal {
            case .step(let attempt, let step, let note):
                let shape = EventShape.step(attempt, step: step, note: note)
                try await writer.write(ByteBuffer(string: shape.serverSent))
            case .stored, .grew:
                if try await tellStored(job, &last, &writer) { return }
            case .beat:
                try await writer.write(ByteBuffer(string: ServerSentEvent.keepAlive))
            }
            let lost = subscription.dropped()
            if lost > dropped {
                let text =
                    ": \(lost - dropped) signs were dropped because this reader is slow;"
                    + " steps may be missing, events are not\n\n"
                try await writer.write(ByteBuffer(string: text))
                dropped = lost
                if try await tellStored(job, &last, &writer) { return }
            }
        }
    }

    /// Writes what is stored after the last one; true when the job was over then.
    private func tellStored(
        _ job: JobID, _ last: inout Int64, _ writer: inout any ResponseBodyWriter
    ) async throws -> Bool {
        // The state is read first: an end that comes meanwhile is among the events below.
        let isOver = try store.job(job)?.state.isOver ?? true
        while true {
            let events = try store.events(
                of: job, after: last, limit: HTTPLimits.eventsPerRead)
            guard let end = events.last else { return isOver }
            var text = ""
            for event in events { text += EventShape.kept(event).serverSent }
            try await writer.write(ByteBuffer(string: text))
            last = end.number
        }
    }
}
