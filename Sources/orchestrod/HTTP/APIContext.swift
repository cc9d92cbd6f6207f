import HTTPTypes
import Hummingbird
import HummingbirdCore
import Logging
import NIOCore
import Wire

/// What belongs to one request: who asks.
struct APIContext: RequestContext {
    typealias Source = APISource

    var coreContext: CoreRequestContextStorage
    /// The caller.
    let peer: Peer

    init(source: APISource) {
        coreContext = CoreRequestContextStorage(source: source)
        peer = source.peer
    }
}

/// Where a request comes from.
struct APISource: RequestContextSource {
    let logger: Logger
    let peer: Peer
}

/// Answers in the forms that the API has.
enum Answer {
    /// A JSON document, ended by a line feed.
    static func json(_ shape: some WireShape, status: HTTPResponse.Status = .ok) -> Response {
        text(shape.text + "\n", .json, status: status)
    }

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
