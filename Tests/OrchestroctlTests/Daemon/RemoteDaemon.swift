import Foundation
import Testing

/// A daemon that is asked by the network, and the machine of somebody who does.
struct RemoteDaemon {
    let daemon: PrivateDaemon
    /// Another directory, with nothing of the daemon but its certificate and a key.
    let there: Invocation

    init(configuration: String = "workers: 2\n") throws {
        daemon = try PrivateDaemon(configuration: configuration, listens: true)
        there = try Invocation()
        try there.write("ca.pem", try daemon.client.text("d/tls/certificate.pem"))
        try writeKey("k", scopes: "read", "submit", "cancel")
    }

    var server: String {
        get throws { "https://127.0.0.1:\(try #require(try daemon.port()))" }
    }

    func writeKey(_ name: String, scopes: String...) throws {
        let options = scopes.map { " --scope " + $0 }.joined()
        let made = try daemon.client.run("key create \(name)\(options)")
        try #require(made.status == 0, "\(made)")
        try there.write(name, made.output)
        try FileManager.default.setAttributes(
            [.posixPermissions: 0o600], ofItemAtPath: there.directory + "/" + name)
    }

    /// Runs a command there with server, key and certificate.
    func run(_ arguments: String) throws -> Invocation.Result {
        try there.run("\(arguments) --server \(try server) --key-file k --ca-file ca.pem")
    }

    /// Files of uploads that the daemon keeps.
    func uploads() throws -> [String] {
        try FileManager.default.contentsOfDirectory(
            atPath: daemon.client.directory + "/d/state/uploads"
        ).sorted()
    }
}
