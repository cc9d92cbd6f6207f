import Foundation
import Testing

/// Commands without a daemon say so, and what to do.
@Suite struct UnreachableTests {
    static let commands = [
        "status", "list", "show 1", "watch", "watch 1", "logs 1.1", "why 1", "cancel 1", "retry 1",
        "wait 1", "report 1", "workers", "drain", "resume", "strategy fifo", "submit a.yaml",
    ]

    @Test(arguments: commands) func `nobody listens`(command: String) throws {
        let invocation = try Invocation()
        try invocation.write("a.yaml", "command: 'true'\n")
        let result = try invocation.run(command + " --socket none.sock")
        #expect(result.status == 3)
        #expect(result.output == "")
        let text = "the daemon cannot be reached at none.sock: No such file or directory"
        #expect(result.error.contains(text), "\(result)")
        #expect(result.error.contains("ORCHESTRO_SOCKET; is it right, and does the daemon run?"))
    }

    @Test func `a socket that nobody serves`() throws {
        let invocation = try Invocation()
        let path = invocation.directory + "/s"
        let descriptor = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0)
        defer { close(descriptor) }
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: path.utf8) }
        let bound = withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                bind(descriptor, $0, socklen_t(MemoryLayout<sockaddr_un>.size))
            }
        }
        try #require(bound == 0)
        let result = try invocation.run("status --socket \(path)")
        #expect(result.status == 3)
        #expect(result.error.contains("Connection refused"), "\(result)")
    }

    static let mistakes = [
        ("status --socket " + String(repeating: "x", count: 108), "108 bytes, at most 107"),
        ("show x", "'x' is invalid"), ("cancel", "Missing expected argument"),
        ("list --state asleep", "'asleep' is invalid"), ("list --limit 0", "--limit takes"),
        ("logs 1 --attempt 0", "--attempt takes"), ("strategy random", "'random' is invalid"),
        ("submit none.yaml", "none.yaml: No such file"), ("submit bad.yaml", "`steps`"),
        ("submit a.yaml --limit disk=1", "--limit: `disk` is none of"),
        ("submit a.yaml --deadline soon", "--deadline takes"),
        ("submit a.yaml --retries 101", "--retries takes"),
        ("submit a.yaml --tag ghost", "no scenario is left to submit"),
    ]

    @Test(arguments: mistakes) func `wrong requests do not need a daemon`(
        arguments: String, says: String
    ) throws {
        let invocation = try Invocation()
        try invocation.write("a.yaml", "command: 'true'\n")
        try invocation.write("bad.yaml", "command: 'true'\nstpes: []\n")
        let result = try invocation.run(arguments)
        #expect(result.status == 2)
        #expect(result.error.contains(says), "\(result)")
    }
}
