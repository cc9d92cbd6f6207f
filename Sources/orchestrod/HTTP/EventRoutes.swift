import Access
import HTTPTypes
import HummingbirdCore
import Jobs
import NIOCore
import Store
import Wire

/// What happens, as it happens, as server-sent events.
extension APIService {
    static let eventEndpoints = [
        Endpoint(method: .get, route: .events) { service, request, context in
            let job = try service.job(context).id
            let after = try lastEventID(request) ?? 0
            return service.events(try service.reader(.job(job), after: after), context)
        }
    ]

    private static func lastEventID(_ request: Request) throws(Problem) -> Int64? {
        guard let name = HTTPField.Name(APIHeader.lastEventID.rawValue),
            let text = request.headers[name]
        else { return nil }
        guard let number = Int64(text), number >= 0 else {
            throw Problem(
                .invalidRequest,
                "`Last-Event-ID` is the number of an event, not `\(text.prefix(40))`")
        }
        return number
    }

    private func events(_ reader: EventReader, _ context: APIContext) -> Answer {
        let start = clock.now.wallMicroseconds
        return Answer.stream(.events) { writer in
            var reader = reader
            let beat = beat(reader.subscription)
            defer { beat.cancel() }
            while let batch = try await reader.next() {
                guard mayStillRead(context, since: start) else { return }
                let text = Self.text(batch)
                if !text.isEmpty { try await writer.write(ByteBuffer(string: text)) }
                if batch.isOver { return }
            }
        }
    }

    private static func text(_ batch: EventReader.Batch) -> String {
        var text = ""
        for item in batch.items {
            switch item {
            case .kept(let entry):
                text +=
                    ServerSentEvent(
                        id: String(entry.event.number), event: entry.event.event.name,
                        data: entry.text
                    ).text
            case .passing(let shape): text += shape.serverSent
            }
        }
        return text.isEmpty && batch.isBeat ? ServerSentEvent.keepAlive : text
    }
}
