import Access
import HTTPTypes
import Hummingbird
import HummingbirdCore
import Jobs
import Logging
import NIOCore
import Synchronization
import Wire

/// What belongs to one request: who asks.
struct APIContext: RequestContext {
    typealias Source = APISource

    var coreContext: CoreRequestContextStorage
    /// Where the request comes from.
    let origin: Origin
    /// The certificate that the client has shown.
    let certificate: ClientCertificate?
    /// The caller: the account at the other end, until a key says something else.
    var principal: Principal
    /// What is asked for, as the audit log names it: method and path, never the query, where a key
    /// may be.
    var subject = ""
    /// Where what is spoken after an upgrade is left; nil: the request asks for none.
    var offer: WebSocketOffer?
    /// What is to be counted of the request besides its answer.
    var tally = Tally()
    /// Whether there is still somebody to answer to.
    let isConnected: @Sendable () -> Bool

    init(source: APISource) {
        coreContext = CoreRequestContextStorage(source: source)
        origin = source.origin
        certificate = source.certificate
        principal = source.principal
        isConnected = source.isConnected
    }

    /// Where it comes from, for the audit log: with the certificate that stands for the caller.
    var place: String {
        principal.certificate.map { "\(origin) \($0)" } ?? "\(origin)"
    }

    /// The account for whom the request is made.
    var peer: Peer {
        Peer(
            userID: principal.owner.userID, account: principal.owner.account,
            isKnown: principal.isKnown, isAdmin: principal.isAdmin)
    }
}

/// What a request did that its status does not tell.
final class Tally: Sendable {
    private struct State {
        var jobs = 0
        var status: Int?
    }

    private let state = Mutex(State())

    /// Jobs that it submitted.
    var jobs: Int { state.withLock { $0.jobs } }
    /// The highest status of its parts, where it has parts.
    var status: Int? { state.withLock { $0.status } }

    /// A job was accepted.
    func submitted() { state.withLock { $0.jobs += 1 } }

    /// A part of it ended with that status.
    func add(status: Int) { state.withLock { $0.status = max($0.status ?? 0, status) } }
}

/// Where a request comes from.
struct APISource: RequestContextSource {
    let logger: Logger
    let origin: Origin
    let principal: Principal
    let certificate: ClientCertificate?
    /// Whether the connection lasts.
    var isConnected: @Sendable () -> Bool = { true }

    /// A request by the Unix socket.
    init(logger: Logger, peer: Peer) {
        self.logger = logger
        origin = .account(userID: peer.userID)
        certificate = nil
        principal = Principal(
            owner: Owner(account: peer.account, userID: peer.userID), isKnown: peer.isKnown,
            isAdmin: peer.isAdmin)
    }

    /// A request by the network: nobody, until there is a key or a certificate that is known.
    init(logger: Logger, address: NetworkAddress, certificate: ClientCertificate? = nil) {
        self.logger = logger
        self.certificate = certificate
        origin = .network(address)
        principal = .nobody
    }
}

/// Answers in the forms that the API has.
enum Answer {
    /// A JSON document, ended by a line feed.
    static func json(_ shape: some WireShape, status: HTTPResponse.Status = .ok) -> Response {
        text(document(shape), .json, status: status)
    }

    /// A JSON document as it is now, with its tag: whoever has it need not get it again.
    static func tagged(_ shape: some WireShape) -> Response {
        let document = document(shape)
        var response = text(document, .json, status: .ok)
        response.headers[.eTag] = EntityTag(of: document).text
        return response
    }

    /// The text of a JSON document, ended by a line feed.
    static func document(_ shape: some WireShape) -> String { shape.text + "\n" }

    /// A problem document.
    static func problem(_ problem: Problem) -> Response {
        text(
            problem.text + "\n", .problem, status: HTTPResponse.Status(code: problem.status))
    }

    static func text(
        _ text: String, _ media: APIMedia, status: HTTPResponse.Status
    ) -> Response {
        let buffer = ByteBuffer(string: text)
        return Response(
            status: status,
            headers: [
                .contentType: media.rawValue, .contentLength: String(buffer.readableBytes),
            ], body: ResponseBody(byteBuffer: buffer))
    }

    /// The file as it is now.
    static func file(_ file: ReadableFile, _ media: APIMedia) -> Response {
        let size = file.size
        return stream(media, length: size) { writer in
            // Exactly what was announced, even when the file grows meanwhile.
            var place = 0
            while place < size {
                let chunk = file.read(
                    at: place, count: min(HTTPLimits.chunkBytes, size - place))
                guard !chunk.isEmpty else { throw ChannelError.eof }
                place += chunk.count
                try await writer.write(ByteBuffer(bytes: chunk))
            }
        }
    }

    /// A body that is written as it comes.
    static func stream(
        _ media: APIMedia, length: Int? = nil,
        _ write: @escaping @Sendable (inout any ResponseBodyWriter) async throws -> Void
    ) -> Response {
        var headers: HTTPFields = [.contentType: media.rawValue, .cacheControl: "no-store"]
        if let length { headers[.contentLength] = String(length) }
        return Response(
            status: .ok, headers: headers,
            body: ResponseBody(contentLength: length) { writer in
                try await write(&writer)
                try await writer.finish(nil)
            })
    }
}
