import Foundation
import Jobs
import Scenarios
import Testing
import Wire

/// The way from root to an account. Accounts of a machine of its own are made by showing the worker
/// other files in place of /etc/passwd and /etc/group.
@Suite struct PrivilegeTests {
    static let passwords = """
        root:x:0:0:root:/root:/bin/bash
        daemon:x:1:1::/:/usr/sbin/nologin
        orchestro:x:990:990::/:/usr/sbin/nologin
        ann:x:4321:4321::/home/ann:/bin/sh
        eve:x:4322:4322::/home/eve:/bin/sh

        """
    static let groups = """
        root:x:0:
        ann:x:4321:
        eve:x:4322:
        dial:x:4400:ann
        orchestro:x:990:ann

        """

    /// Says, in what is printed of the tests, that these need root and a mount namespace.
    static let isPossible: Bool = {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/unshare")
        process.arguments = ["--mount", "true"]
        process.standardError = FileHandle.nullDevice
        guard getuid() == 0, (try? process.run()) != nil else { return false }
        process.waitUntilExit()
        return process.terminationStatus == 0
    }()

    private func worker() throws -> RunningWorker {
        let place = NSTemporaryDirectory() + "orchestro-accounts-\(UUID().uuidString)"
        try FileManager.default.createDirectory(
            atPath: place, withIntermediateDirectories: true)
        try Self.passwords.write(toFile: place + "/passwd", atomically: true, encoding: .utf8)
        try Self.groups.write(toFile: place + "/group", atomically: true, encoding: .utf8)
        return try RunningWorker(
            [],
            by: [
                "/usr/bin/unshare", "--mount", "/bin/sh", "-c",
                """
                mount --bind \(place)/passwd /etc/passwd && mount --bind \(place)/group /etc/group
                rm -r \(place)
                exec "$0" "$@"
                """,
            ])
    }

    @Test(.enabled(if: isPossible, "needs root and a mount namespace"))
    func `the worker becomes the account and nothing leads back`() throws {
        let worker = try worker()
        try FileManager.default.setAttributes(
            [.posixPermissions: 0o777], ofItemAtPath: worker.directory)
        let ready = try worker.greet {
            $0.account = "ann"
            $0.environment = [:]
        }
        #expect(ready.account == "ann" && ready.userID == 4321)
        let status = try String(
            contentsOfFile: "/proc/\(ready.processID)/status", encoding: .utf8)
        for line in [
            "Uid:\t4321\t4321\t4321\t4321", "Gid:\t4321\t4321\t4321\t4321", "NoNewPrivs:\t1",
            "CapPrm:\t0000000000000000", "CapEff:\t0000000000000000",
        ] { #expect(status.contains(line), "\(line)") }
        let started = try worker.start(
            """
            command:
              - sh
              - -c
              - 'id -u; id -G; grep -E "NoNew|CapEff" /proc/self/status; umask; pwd; echo $HOME.$USER;
                kill -0 \(ready.processID) && cat /proc/\(ready.processID)/mem; echo over'
            home: account
            steps:
              - expect: "4321\\r\\n4321 990 4400\\r\\n|4321\\r\\n4321 4400 990\\r\\n"
              - expect: "CapEff:\\t0000000000000000"
              - expect: "NoNewPrivs:\\t1"
              - expect: "0022\\r\\n\(worker.directory)\\r\\n/home/ann.ann"
              - expect: "mem: Permission denied"
              - expect: over
            """)
        #expect(try worker.awaitEnd(of: started).verdict == .passed)
        let shown = try started.text("recording")
        #expect(try started.result().outcome == .passed, "\(shown)")
    }

    @Test(.enabled(if: isPossible, "needs root and a mount namespace"))
    func `a scenario of an account can have no network`() throws {
        let worker = try worker()
        try FileManager.default.setAttributes(
            [.posixPermissions: 0o777], ofItemAtPath: worker.directory)
        try worker.greet { $0.account = "ann" }
        let started = try worker.start(
            """
            command: [sh, -c, 'id -u; grep -c : /proc/net/dev; ls -ld /etc; echo over']
            network: none
            steps: [{expect: "4321\\r\\n1\\r\\n"}, {expect: root root}, {expect: over}]
            """)
        #expect(try worker.awaitEnd(of: started).verdict == .passed)
        #expect(try started.result().outcome == .passed)
    }

    static let refused: [(String, Refusal, String)] = [
        ("root", .accountNotAllowed, "nothing is ever run as root"),
        ("daemon", .accountNotAllowed, "system account"),
        ("eve", .accountNotAllowed, "allows `group orchestro`"),
        ("nobody-there", .accountUnknown, "there is no account `nobody-there`"),
    ]

    @Test(.enabled(if: isPossible, "needs root and a mount namespace"), arguments: refused)
    func `who may not have scenarios run is refused`(
        account: String, code: Refusal, part: String
    ) throws {
        // A machine with a policy of its own may say otherwise.
        guard !FileManager.default.fileExists(atPath: "/etc/orchestro/run-as.conf") else { return }
        let worker = try worker()
        try worker.send(.lease(Lease(id: "1", account: account)))
        let message = try worker.wait(for: "a refusal") { $0.frame.kind == "refused" }
        guard case .refused(let told, let text) = message.frame else { return }
        #expect(told == code && text.contains(part), "\(text)")
        #expect(worker.waitForExit() == 1)
    }
}
