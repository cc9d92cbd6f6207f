import Foundation
import Testing

/// An HTTP server on the loopback interface that answers as a test says, request by request, and
/// keeps what it was sent.
final class Receiver: @unchecked Sendable {
    /// A request as it came.
    struct Message {
        var path: String
        var headers: [String: String]
        var body: String

        /// The members of its JSON object.
        var object: [String: Any] {
            (try? JSONSerialization.jsonObject(with: Data(body.utf8))) as? [String: Any] ?? [:]
        }

        var type: String { object["type"] as? String ?? "" }
    }

    /// What is done with a request.
    enum Reaction {
        /// Answer with a status and these header lines.
        case answer(Int, [String] = [])
        /// Say nothing until the other end has gone.
        case silence
        /// Answer well and send bytes until the other end has gone.
        case flood
    }

    let port: Int
    private let descriptor: Int32
    private let condition = NSCondition()
    private var reactions: [Reaction]
    private var messages: [Message] = []
    private var sentBytes = 0
    private var isGone = false

    /// The reactions to the requests in their order; the last one is that to all others too.
    init(_ reactions: Reaction...) throws {
        self.reactions = reactions
        descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        // Family, port 0, 127.0.0.1 as `sockaddr_in` has them; members of that type belong to
        // another module for the compiler when something of NIO is compiled with this file.
        let family = withUnsafeBytes(of: sa_family_t(AF_INET)) { Array($0) }
        var address: [UInt8] = family + [0, 0, 127, 0, 0, 1] + [UInt8](repeating: 0, count: 8)
        let descriptor = descriptor
        let isBound = address.withUnsafeMutableBytes { bytes in
            var size = socklen_t(bytes.count)
            return bytes.withMemoryRebound(to: sockaddr.self) { place in
                bind(descriptor, place.baseAddress, size) == 0 && listen(descriptor, 64) == 0
                    && getsockname(descriptor, place.baseAddress, &size) == 0
            }
        }
        port = Int(address[2]) << 8 | Int(address[3])
        try #require(isBound, "no port can be had: \(errno)")
        Thread.detachNewThread { [weak self] in
            while true {
                let connection = accept(descriptor, nil, nil)
                guard connection >= 0 else { return }
                Thread.detachNewThread { [weak self] in
                    self?.serve(connection)
                    close(connection)
                }
            }
        }
    }

    deinit {
        shutdown(descriptor, Int32(SHUT_RDWR))
        close(descriptor)
    }

    var url: String { "http://127.0.0.1:\(port)/hook" }

    /// How many requests have come.
    var count: Int { condition.withLock { messages.count } }

    /// How many bytes were sent to who was flooded.
    var floodBytes: Int { condition.withLock { sentBytes } }

    /// Waits until so many requests have come; gives them.
    func waitFor(_ count: Int) throws -> [Message] {
        try wait { self.messages.count >= count }
        return condition.withLock { messages }
    }

    /// Waits until somebody who got no answer, or too much of one, has gone.
    func waitUntilGone() throws { try wait { self.isGone } }

    private func wait(_ isSo: () -> Bool) throws {
        let deadline = Date(timeIntervalSinceNow: 60)
        let came = condition.withLock {
            while !isSo() {
                guard condition.wait(until: deadline) else { return false }
            }
            return true
        }
        try #require(came, "nothing came for a minute")
    }

    private func serve(_ connection: Int32) {
        guard let message = read(connection) else { return }
        let reaction = condition.withLock { () -> Reaction in
            messages.append(message)
            condition.broadcast()
            return reactions.count > 1 ? reactions.removeFirst() : reactions[0]
        }
        switch reaction {
        case .answer(let status, let lines):
            let text = ["HTTP/1.1 \(status) Whatever"] + lines + ["Content-Length: 0", "", ""]
            send(connection, Array(text.joined(separator: "\r\n").utf8))
        case .silence:
            var byte: UInt8 = 0
            while recv(connection, &byte, 1, 0) > 0 {}
            condition.withLock {
                isGone = true
                condition.broadcast()
            }
        case .flood:
            send(connection, Array("HTTP/1.1 200 OK\r\n\r\n".utf8))
            let chunk = [UInt8](repeating: 0x78, count: 65_536)
            while send(connection, chunk) { condition.withLock { sentBytes += chunk.count } }
            condition.withLock {
                isGone = true
                condition.broadcast()
            }
        }
    }

    @discardableResult private func send(_ connection: Int32, _ bytes: [UInt8]) -> Bool {
        var rest = bytes[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes {
                Foundation.send(connection, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
            }
            guard count > 0 else { return false }
            rest = rest.dropFirst(count)
        }
        return true
    }

    private func read(_ connection: Int32) -> Message? {
        var bytes: [UInt8] = []
        var chunk = [UInt8](repeating: 0, count: 65_536)
        let mark = Array("\r\n\r\n".utf8)
        var wanted: Int?
        while bytes.count < wanted ?? .max {
            let count = recv(connection, &chunk, chunk.count, 0)
            guard count > 0 else { return nil }
            bytes += chunk[..<count]
            guard wanted == nil, let end = bytes.firstRange(of: mark) else { continue }
            let head = parse(bytes[..<end.lowerBound])
            wanted = end.upperBound + (Int(head.headers["content-length"] ?? "0") ?? 0)
        }
        guard let end = bytes.firstRange(of: mark) else { return nil }
        var message = parse(bytes[..<end.lowerBound])
        message.body = String(decoding: bytes[end.upperBound...], as: UTF8.self)
        return message
    }

    private func parse(_ head: ArraySlice<UInt8>) -> Message {
        let lines = String(decoding: head, as: UTF8.self).components(separatedBy: "\r\n")
        var message = Message(
            path: String(lines[0].split(separator: " ").dropFirst().first ?? ""), headers: [:],
            body: "")
        for line in lines.dropFirst() {
            guard let colon = line.firstIndex(of: ":") else { continue }
            message.headers[line[..<colon].lowercased()] = line[line.index(after: colon)...]
                .trimmingCharacters(in: .whitespaces)
        }
        return message
    }
}
