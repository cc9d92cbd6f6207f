import Access
import Digests
import HTTPTypes
import HummingbirdCore
import Wire

/// What a client asks that wants a WebSocket (RFC 6455, section 4.2), checked.
struct WebSocketHandshake {
    /// The subprotocol of the places that send events.
    static let events = "orchestro.v1"
    /// What a subprotocol begins with that carries a key: browsers cannot send other header fields.
    static let keyPrefix = "orchestro.key."

    /// `Sec-WebSocket-Accept`.
    let accept: String
    /// The subprotocol that was chosen; nil: the client offered none.
    let subprotocol: String?

    /// Checks a request; `supported` are the subprotocols that the place speaks, the best first.
    init(_ request: Request, supported: [String]) throws {
        guard Self.has("websocket", request.headers[values: .upgrade]) else {
            throw Self.notUpgraded("\(request.uri.path) is a WebSocket; ask for an upgrade")
        }
        guard Self.has("upgrade", request.headers[values: .connection]) else {
            throw Self.wrong("`Connection` must have `Upgrade` where `Upgrade` is given")
        }
        let versions = request.headers[values: .secWebSocketVersion]
        guard versions == ["13"] else {
            let given = versions.first.map { "not version \($0.prefix(20))" } ?? "say so"
            throw Self.notUpgraded("the WebSocket protocol has version 13 here, \(given)")
        }
        let keys = request.headers[values: .secWebSocketKey]
        guard keys.count == 1, Base64.isSixteenBytes(keys[0]) else {
            throw Self.wrong("`Sec-WebSocket-Key` must be 16 bytes in base64, once")
        }
        guard request.headers[.contentLength] ?? "0" == "0",
            request.headers[.transferEncoding] == nil
        else { throw Self.wrong("a request for an upgrade has no body") }
        // RFC 6455, section 1.3.
        let text = keys[0] + "258EAFA5-E914-47DA-95CA-C5AB0DC85B11"
        accept = Base64.text(HandshakeDigest.sha1(Array(text.utf8)))
        let offered = try Self.offered(request)
        subprotocol = supported.first(where: offered.contains)
        guard offered.isEmpty || subprotocol != nil else {
            throw Self.wrong(
                "of the subprotocols that `Sec-WebSocket-Protocol` offers none is spoken here;"
                    + " offer `\(supported.joined(separator: "` or `"))`")
        }
    }

    /// The header fields of the answer.
    var headers: HTTPFields {
        var headers: HTTPFields = [
            .upgrade: "websocket", .connection: "Upgrade", .secWebSocketAccept: accept,
        ]
        if let subprotocol { headers[.secWebSocketProtocol] = subprotocol }
        return headers
    }

    /// Whether a request wants a WebSocket, rightly or wrongly.
    static func isAsked(_ request: Request) -> Bool {
        has("websocket", request.headers[values: .upgrade])
    }

    /// The subprotocols that are offered, those with keys in them as well.
    static func offered(_ request: Request) throws(Rejection) -> [String] {
        let offered = request.headers[values: .secWebSocketProtocol].flatMap(Self.items)
        guard offered.count <= WebSocketLimits.subprotocolsMax else {
            throw wrong("at most \(WebSocketLimits.subprotocolsMax) subprotocols may be offered")
        }
        return offered
    }

    private static func items(_ value: String) -> [String] {
        value.split(separator: ",").map { item in
            String(item.drop { $0 == " " || $0 == "\t" }.prefix { $0 != " " && $0 != "\t" })
        }
    }

    private static func has(_ word: String, _ values: [String]) -> Bool {
        values.contains { items($0).contains { $0.lowercased() == word } }
    }

    private static func wrong(_ what: String) -> Rejection {
        Rejection(problem: Problem(.invalidRequest, what))
    }

    /// 426 names what to upgrade to (RFC 9110, section 15.5.22), and the versions there are
    /// (RFC 6455, section 4.4).
    private static func notUpgraded(_ what: String) -> Rejection {
        Rejection(
            problem: Problem(.upgradeRequired, what),
            fields: [
                HTTPField(name: .upgrade, value: "websocket"),
                HTTPField(name: .connection, value: "Upgrade"),
                HTTPField(name: .secWebSocketVersion, value: "13"),
            ])
    }
}

/// Base64 with padding (RFC 4648, section 4).
enum Base64 {
    private static let digits = Array(
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)

    static func text(_ bytes: [UInt8]) -> String {
        var text: [UInt8] = []
        for start in stride(from: 0, to: bytes.count, by: 3) {
            let part = bytes[start..<min(start + 3, bytes.count)]
            let value = part.reduce(0) { $0 << 8 | Int($1) } << (8 * (3 - part.count))
            for place in 0..<4 {
                text.append(
                    place <= part.count
                        ? digits[value >> (18 - 6 * place) & 63] : UInt8(ascii: "="))
            }
        }
        return String(decoding: text, as: UTF8.self)
    }

    /// Whether a text has the form of 16 bytes; what they are means nothing.
    static func isSixteenBytes(_ text: String) -> Bool {
        let text = Array(text.utf8)
        return text.count == 24 && text.suffix(2) == [UInt8](repeating: UInt8(ascii: "="), count: 2)
            && text.prefix(22).allSatisfy(digits.contains)
    }
}
