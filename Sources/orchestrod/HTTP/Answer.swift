import HTTPTypes
import HummingbirdCore
import NIOCore
import Wire

/// What a request is answered with.
struct Answer: Sendable {
    enum Body: Sendable {
        /// All of it, which is written at once; none of it is nothing.
        case bytes(ByteBuffer)
        /// Written as it comes.
        case stream(ResponseBody)
    }

    var status: HTTPResponse.Status
    var headers: HTTPFields
    var body: Body

    /// An answer whose whole body is here, and its length in the header.
    init(
        status: HTTPResponse.Status, headers: HTTPFields = [:], body: ByteBuffer = ByteBuffer()
    ) {
        self.status = status
        self.headers = headers
        self.headers.append(
            HTTPField(name: .contentLength, value: String(body.readableBytes)))
        self.body = .bytes(body)
    }

    private init(headers: HTTPFields, stream: ResponseBody) {
        status = .ok
        self.headers = headers
        body = .stream(stream)
    }

    /// The head as HTTP has it.
    var head: HTTPResponse { HTTPResponse(status: status, headerFields: headers) }

    /// The body as something that is written.
    var responseBody: ResponseBody {
        switch body {
        case .bytes(let bytes):
            bytes.readableBytes > 0 ? ResponseBody(byteBuffer: bytes) : ResponseBody()
        case .stream(let stream): stream
        }
    }

    /// What HEAD is answered with where GET is answered with this (RFC 9110, section 9.3.2).
    var withoutBody: Answer {
        var answer = self
        answer.body = .bytes(ByteBuffer())
        return answer
    }

    /// Adds header fields.
    mutating func add(_ fields: [HTTPField]) { headers.append(contentsOf: fields) }
}

/// Answers in the forms that the API has.
extension Answer {
    /// A JSON document, ended by a line feed.
    static func json(_ shape: some WireShape, status: HTTPResponse.Status = .ok) -> Answer {
        text(document(shape), .json, status: status)
    }

    /// A JSON document as it is now, with its tag: whoever has it need not get it again.
    static func tagged(_ shape: some WireShape) -> Answer { tagged(TaggedDocument(shape)) }

    /// The same with a tag that leaves something out.
    static func tagged(_ shape: some WireShape, as tag: EntityTag) -> Answer {
        tagged(TaggedDocument(shape, as: tag))
    }

    /// A document with its tag.
    static func tagged(_ document: TaggedDocument) -> Answer {
        Answer(
            status: .ok,
            headers: [
                .contentType: APIMedia.json.rawValue, .eTag: document.tag.text,
                // It is for who asked, and not for caches that do not know what keys are.
                .cacheControl: "private, no-cache",
            ], body: document.bytes)
    }

    /// The text of a JSON document, ended by a line feed.
    static func document(_ shape: some WireShape) -> String { shape.text + "\n" }

    /// A problem document.
    static func problem(_ problem: Problem) -> Answer {
        text(
            problem.text + "\n", .problem, status: HTTPResponse.Status(code: problem.status))
    }

    static func text(
        _ text: String, _ media: APIMedia, status: HTTPResponse.Status
    ) -> Answer {
        Answer(
            status: status, headers: [.contentType: media.rawValue], body: ByteBuffer(string: text))
    }

    /// The file as it is now.
    static func file(_ file: ReadableFile, _ media: APIMedia) -> Answer {
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
    ) -> Answer {
        var headers: HTTPFields = [.contentType: media.rawValue, .cacheControl: "no-store"]
        if let length { headers[.contentLength] = String(length) }
        return Answer(
            headers: headers,
            stream: ResponseBody(contentLength: length) { writer in
                try await write(&writer)
                try await writer.finish(nil)
            })
    }
}

/// A document as it was at one moment, as it is sent, with its tag.
struct TaggedDocument: Sendable {
    let bytes: ByteBuffer
    let tag: EntityTag

    /// The document that shows this.
    init(_ shape: some WireShape) {
        let text = Answer.document(shape)
        bytes = ByteBuffer(string: text)
        tag = EntityTag(of: text)
    }

    /// The document that shows this, with that tag.
    init(_ shape: some WireShape, as tag: EntityTag) {
        bytes = ByteBuffer(string: Answer.document(shape))
        self.tag = tag
    }
}
