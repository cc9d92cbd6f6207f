import Foundation
import Scenarios
import Testing
import Wire

/// Answers at a Unix socket as it is told, one connection after the other.
final class FakeDaemon {
    let path: String
    private let descriptor: Int32
    private let asked = Pipe()
    private let count: Counter

    /// Connections that were answered.
    private final class Counter: @unchecked Sendable {
        private let lock = NSLock()
        private var value = 0

        func next() -> Int {
            lock.withLock {
                defer { value += 1 }
                return value
            }
        }
        var now: Int { lock.withLock { value } }
    }

    /// `answer` gets the number of the connection, from 0, and gives the bytes to answer; nil: it
    /// keeps the connection and never says a word.
    init(_ directory: String, answer: @escaping @Sendable (Int) -> String?) throws {
        let count = Counter()
        self.count = count
        path = directory + "/fake.sock"
        descriptor = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0)
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: path.utf8) }
        let listener = descriptor
        let isBound = withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                bind(listener, $0, socklen_t(MemoryLayout<sockaddr_un>.size)) == 0
                    && listen(listener, 8) == 0
            }
        }
        try #require(isBound)
        let asked = asked.fileHandleForWriting
        Thread {
            var kept: [Int32] = []
            defer { for connection in kept { close(connection) } }
            while true {
                let connection = accept(listener, nil, nil)
                guard connection >= 0 else { return }
                var bytes = [UInt8](repeating: 0, count: 65_536)
                _ = recv(connection, &bytes, bytes.count, 0)
                if let text = answer(count.next()) {
                    _ = send(connection, text, text.utf8.count, Int32(MSG_NOSIGNAL))
                    close(connection)
                } else {
                    kept.append(connection)
                }
                asked.write(Data([0x0A]))
            }
        }.start()
    }

    deinit {
        // Ends the waiting accept.
        shutdown(descriptor, Int32(SHUT_RDWR))
        close(descriptor)
    }

    /// Connections so far.
    var connections: Int { count.now }

    /// Waits until one was asked something.
    func waitUntilAsked() { _ = asked.fileHandleForReading.readData(ofLength: 1) }

    /// An answer of HTTP with a JSON body.
    static func answer(_ status: String, _ type: String, _ body: String) -> String {
        "HTTP/1.1 \(status)\r\nContent-Type: \(type)\r\nContent-Length: \(body.utf8.count)\r\n"
            + "Connection: close\r\n\r\n" + body
    }

    /// What a daemon says that is leaving.
    static let leaving = answer(
        "503 Service Unavailable", "application/problem+json",
        Problem(.unavailable, "the daemon is leaving").json.text())
}
