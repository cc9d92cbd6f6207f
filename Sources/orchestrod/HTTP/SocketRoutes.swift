import Access
import HTTPTypes
import HummingbirdCore
import Jobs
import Store
import Wire

/// What happens, as it happens, by WebSocket.
extension APIService {
    static let socketEndpoints = [
        Endpoint(method: .get, route: .jobSocket) { service, request, context in
            let job = try service.job(context).id
            let query = Query(request)
            let after = try query.number(from: 0, .after) ?? 0
            let offsets = query.texts(.offset)
            guard offsets.count <= APILimits.offsetsMax else {
                throw Problem(
                    .invalidRequest,
                    "`offset` is given \(offsets.count) times, at most \(APILimits.offsetsMax) are"
                        + " allowed; leave out attempts that are over")
            }
            let places = try offsets.map { try terminalPlace($0, of: job) }
            let showsTerminals = try query.choice(.terminals) ?? true
            return try service.eventSocket(request, context) {
                EventConversation(
                    service: service, context: context,
                    reader: try service.reader(.job(job), after: Int64(after)),
                    knownAt: service.clock.now.wallMicroseconds,
                    terminals: showsTerminals ? places : nil)
            }
        },
        Endpoint(method: .get, route: .eventSocket) { service, request, context in
            let after = try Query(request).number(from: 0, .after)
            return try service.eventSocket(request, context) {
                EventConversation(
                    service: service, context: context,
                    reader: try service.reader(
                        service.scope(context), after: after.map { Int64($0) }),
                    knownAt: service.clock.now.wallMicroseconds, terminals: nil)
            }
        },
    ]

    private func eventSocket(
        _ request: Request, _ context: APIContext, _ make: () throws -> EventConversation
    ) throws -> Answer {
        try upgrade(request, context, supported: [WebSocketHandshake.events]) { _ in try make() }
    }

    /// `TASK.ATTEMPT:OFFSET`.
    private static func terminalPlace(
        _ text: String, of job: JobID
    ) throws(Problem) -> TerminalPlace {
        let parts = text.split(separator: ":", omittingEmptySubsequences: false)
        guard parts.count == 2, let attempt = AttemptKey(text: "\(job).\(parts[0])"),
            let offset = Int(parts[1]), offset >= 0
        else {
            throw Problem(
                .invalidRequest,
                "`offset` is TASK.ATTEMPT:BYTES, such as 1.1:4096, not `\(text.prefix(40))`")
        }
        return TerminalPlace(attempt: attempt, offset: offset)
    }
}
