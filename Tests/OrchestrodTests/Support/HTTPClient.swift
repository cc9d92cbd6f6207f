import Foundation
import Testing

/// A client as plain as one can be: one request on one connection over a Unix socket.
struct HTTPClient {
    let socket: String

    struct Answer {
        var status: Int
        var headers: [String: String]
        var body: [UInt8]

        var text: String { String(decoding: body, as: UTF8.self) }

        var object: [String: Any] {
            (try? JSONSerialization.jsonObject(with: Data(body))) as? [String: Any] ?? [:]
        }
    }

    struct Failure: Error { var what: String }

    func get(_ path: String, _ headers: [String: String] = [:]) throws -> Answer {
        try request("GET", path, headers, nil)
    }

    func post(
        _ path: String, _ body: [String: Any]? = nil, _ headers: [String: String] = [:]
    ) throws -> Answer {
        try request(
            "POST", path, headers,
            try body.map { Array(try JSONSerialization.data(withJSONObject: $0)) })
    }

    func request(
        _ method: String, _ path: String, _ headers: [String: String] = [:], _ body: [UInt8]?
    ) throws -> Answer {
        let connection = try Connection(socket)
        try connection.send(method, path, headers, body ?? [])
        let (status, fields) = try connection.head()
        var content: [UInt8] = []
        if method == "HEAD" { return Answer(status: status, headers: fields, body: []) }
        while let chunk = try connection.bodyChunk() { content += chunk }
        return Answer(status: status, headers: fields, body: content)
    }

    /// The events of a job, until the stream ends or `isEnough` says so.
    func events(
        of job: String, after last: String? = nil,
        until isEnough: (ServerEvent) -> Bool = { _ in false }
    ) throws -> [ServerEvent] {
        let connection = try Connection(socket)
        let headers = last.map { ["Last-Event-ID": $0] } ?? [:]
        try connection.send("GET", "/api/v1/jobs/\(job)/events", headers, [])
        let (status, _) = try connection.head()
        try #require(status == 200)
        var text = ""
        var events: [ServerEvent] = []
        while let chunk = try connection.bodyChunk() {
            text += String(decoding: chunk, as: UTF8.self)
            while let end = text.firstRange(of: "\n\n") {
                let event = ServerEvent(text[..<end.lowerBound])
                text = String(text[end.upperBound...])
                guard let event else { continue }
                events.append(event)
                if isEnough(event) { return events }
            }
        }
        return events
    }
}

extension HTTPClient {
    /// Reads what an attempt's terminal shows until it has shown a text: what it has shown before
    /// anybody looked is there, unlike events of its steps.
    func waitUntilShown(_ wanted: String, by job: String) throws {
        _ = try events(of: job) { $0.name == "attempt_started" }
        let connection = try Connection(socket)
        try connection.send("GET", "/api/v1/jobs/\(job)/tasks/1/recording?follow=1", [:], [])
        let (status, _) = try connection.head()
        try #require(status == 200)
        var shown = ""
        while let chunk = try connection.bodyChunk() {
            shown += String(decoding: chunk, as: UTF8.self)
            if shown.contains(wanted) { return }
        }
        throw Failure(what: "job \(job) never showed \(wanted), only \(shown)")
    }
}

/// One message of an event stream.
struct ServerEvent {
    var id: String?
    var name = ""
    var data = ""

    init?(_ text: Substring) {
        for line in text.split(separator: "\n") {
            if line.hasPrefix("id: ") { id = String(line.dropFirst(4)) }
            if line.hasPrefix("event: ") { name = String(line.dropFirst(7)) }
            if line.hasPrefix("data: ") { data += line.dropFirst(6) }
        }
        if name.isEmpty { return nil }
    }
}

/// A connection, read as far as it was sent.
final class Connection {
    private let descriptor: Int32
    private var buffer: [UInt8] = []
    private var isEnded = false
    private var chunked = false
    private var left = 0
    private var isDone = false

    init(_ path: String) throws {
        descriptor = Foundation.socket(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0)
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: path.utf8) }
        let size = socklen_t(MemoryLayout<sockaddr_un>.size)
        let status = withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                connect(descriptor, $0, size)
            }
        }
        guard status == 0 else { throw HTTPClient.Failure(what: "connect: \(errno)") }
    }

    deinit { close(descriptor) }

    func send(
        _ method: String, _ path: String, _ headers: [String: String], _ body: [UInt8]
    ) throws {
        var text = "\(method) \(path) HTTP/1.1\r\nHost: x\r\n"
        if !body.isEmpty { text += "Content-Length: \(body.count)\r\n" }
        for (name, value) in headers { text += "\(name): \(value)\r\n" }
        write(Array((text + "\r\n").utf8) + body)
    }

    /// Writes as much as the other end takes.
    func write(_ bytes: [UInt8]) {
        var rest = bytes[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes {
                Foundation.send(descriptor, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
            }
            guard count > 0 else { return }
            rest = rest.dropFirst(count)
        }
    }

    /// Status and header fields, names in lower case.
    func head() throws -> (status: Int, headers: [String: String]) {
        let mark = Array("\r\n\r\n".utf8)
        while true {
            if let end = buffer.firstRange(of: mark) {
                let text = String(decoding: buffer[..<end.lowerBound], as: UTF8.self)
                buffer.removeFirst(end.upperBound)
                return try parse(text)
            }
            guard fill() else { throw HTTPClient.Failure(what: "no answer") }
        }
    }

    private func parse(_ text: String) throws -> (Int, [String: String]) {
        let lines = text.components(separatedBy: "\r\n")
        let words = lines[0].split(separator: " ")
        guard words.count > 1, let status = Int(words[1]) else {
            throw HTTPClient.Failure(what: lines[0])
        }
        var headers: [String: String] = [:]
        for line in lines.dropFirst() {
            guard let colon = line.firstIndex(of: ":") else { continue }
            headers[line[..<colon].lowercased()] = line[line.index(after: colon)...]
                .trimmingCharacters(in: .whitespaces)
        }
        chunked = headers["transfer-encoding"] == "chunked"
        left = Int(headers["content-length"] ?? "0") ?? 0
        if status == 204 || status == 304 { (chunked, left) = (false, 0) }
        isDone = !chunked && left == 0
        return (status, headers)
    }

    /// The next part of the body; nil at its end.
    func bodyChunk() throws -> [UInt8]? {
        if isDone { return nil }
        if chunked { return try nextChunk() }
        if buffer.isEmpty, !fill() { throw HTTPClient.Failure(what: "the body ends early") }
        let part = Array(buffer.prefix(left))
        buffer.removeFirst(part.count)
        left -= part.count
        isDone = left == 0
        return part
    }

    private func nextChunk() throws -> [UInt8]? {
        let end = Array("\r\n".utf8)
        while true {
            if let line = buffer.firstRange(of: end),
                let size = Int(
                    String(decoding: buffer[..<line.lowerBound], as: UTF8.self), radix: 16),
                buffer.count >= line.upperBound + size + 2
            {
                let part = Array(buffer[line.upperBound..<line.upperBound + size])
                buffer.removeFirst(line.upperBound + size + 2)
                isDone = size == 0
                return size == 0 ? nil : part
            }
            guard fill() else { throw HTTPClient.Failure(what: "the stream ends early") }
        }
    }

    /// Waits until the other end has closed, without reading anything; false: it has not.
    func waitUntilHungUp(seconds: Int32) -> Bool {
        var polled = pollfd(fd: descriptor, events: 0, revents: 0)
        return poll(&polled, 1, seconds * 1000) == 1
    }

    /// Whether more came.
    func fill() -> Bool {
        var chunk = [UInt8](repeating: 0, count: 65_536)
        let count = read(descriptor, &chunk, chunk.count)
        guard count > 0 else { return false }
        buffer += chunk[..<count]
        return true
    }
}
