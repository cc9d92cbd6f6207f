import HTTPTypes
import HummingbirdCore
import NIOCore
import NIOHTTPTypes
import Synchronization

/// What a client waits for that says `Expect: 100-continue` (RFC 9110, 10.1.1): 100 invites the
/// body. It is told when somebody wants the body; who is refused before gets that answer at once,
/// and sends nothing in vain.
final class Invitation: Sendable {
    private let isGiven = Atomic(false)
    private let channel: any Channel
    private let announcesBody: Bool

    /// Nil: the request waits for none.
    init?(_ request: Request, _ channel: any Channel) {
        guard request.headers[.expect]?.lowercased() == "100-continue" else { return nil }
        self.channel = channel
        announcesBody =
            request.headers[.transferEncoding] != nil
            || request.headers[.contentLength].map { $0 != "0" } ?? false
    }

    /// Whether a body was announced and not asked for: nobody knows whether it still comes, so
    /// nothing can be read behind it.
    var isOpen: Bool { announcesBody && !isGiven.load(ordering: .relaxed) }

    /// A body that is asked for when it is read.
    func body(_ body: RequestBody) -> RequestBody {
        RequestBody(asyncSequence: Invited(body: body, invitation: self))
    }

    private func give() async throws {
        guard !isGiven.exchange(true, ordering: .relaxed) else { return }
        try await channel.writeAndFlush(
            HTTPResponsePart.head(HTTPResponse(status: .continue))
        ).get()
    }

    private struct Invited: AsyncSequence, Sendable {
        let body: RequestBody
        let invitation: Invitation

        func makeAsyncIterator() -> AsyncIterator {
            AsyncIterator(bytes: body.makeAsyncIterator(), invitation: invitation)
        }

        struct AsyncIterator: AsyncIteratorProtocol {
            var bytes: RequestBody.AsyncIterator
            let invitation: Invitation

            mutating func next() async throws -> ByteBuffer? {
                try await invitation.give()
                return try await bytes.next()
            }
        }
    }
}
