import Foundation
import Testing

/// Scenarios with their directory, on a daemon that does not see it otherwise.
@Suite struct UploadTests {
    /// A directory whose scenario uses a program and a file beside it.
    private func writeProject(_ there: Invocation) throws {
        try there.write("p/tools/greet", "#!/bin/sh\ncat \"$(dirname \"$0\")/../data/who.txt\"\n")
        try FileManager.default.setAttributes(
            [.posixPermissions: 0o755], ofItemAtPath: there.directory + "/p/tools/greet")
        try there.write("p/data/who.txt", "hello lab\n")
        try there.write(
            "p/tests/greet.yaml", "command: ../tools/greet\ncwd: .\nsteps: [{expect: hello lab}]\n")
        try there.write("p/.git/config", "secret")
        try there.write(
            "p/tests/look.yaml",
            "command: sh -c 'ls -a; pwd; echo done'\nsteps: [{expect: done}]\n")
    }

    @Test func `program, data and scenario use each other`() throws {
        let remote = try RemoteDaemon()
        try writeProject(remote.there)
        let result = try remote.run("submit --upload p --wait")
        #expect(result.status == 0, "\(result) \(remote.daemon.log)")
        let seen = try remote.run("logs 1.2").output
        #expect(seen.contains("tools") && seen.contains("data"), "\(seen)")
        #expect(!seen.contains(".git"))
        #expect(!seen.contains(remote.there.directory))
        #expect(try remote.run("logs 1.1 -f").output.contains("hello lab"))
        let report = try remote.run("report 1 --junit-xml j.xml")
        #expect(report.status == 0)
        #expect(try remote.there.text("j.xml").contains("tests=\"2\""))
        #expect(try remote.uploads().count == 1)
    }

    @Test func `it is tried again with the same directory, after a restart too`() throws {
        let remote = try RemoteDaemon()
        try remote.there.write("s/a.yaml", "command: cat no.txt\nsteps: [{expect: never}]\n")
        #expect(try remote.run("submit --upload s --wait").status == 1)
        try remote.daemon.stop(SIGTERM)
        try remote.daemon.start()
        #expect(try remote.run("retry 1").status == 0)
        #expect(try remote.run("wait 1").status == 1)
        #expect(try remote.run("logs 1 --attempt 2").output.contains("no.txt"))
    }

    @Test func `what runs can be cancelled and leaves nothing`() throws {
        let remote = try RemoteDaemon()
        let fifo = remote.there.directory + "/started"
        try #require(mkfifo(fifo, 0o600) == 0)
        try remote.there.write(
            "s/a.yaml",
            "command: sh -c 'pwd > \(fifo); exec sleep 1000'\nsteps: [{expect: never}]\n"
                + "timeout: 1000\ndeadline: 1000\n")
        #expect(try remote.run("submit --upload s").status == 0)
        let reader = try #require(FileHandle(forReadingAtPath: fifo))
        let place = String(decoding: reader.readDataToEndOfFile(), as: UTF8.self)
            .trimmingCharacters(in: .whitespacesAndNewlines)
        #expect(FileManager.default.fileExists(atPath: place + "/a.yaml"))
        #expect(try remote.run("cancel 1").status == 0)
        #expect(!FileManager.default.fileExists(atPath: place))
    }

    @Test func `without a directory nothing is submitted`() throws {
        let remote = try RemoteDaemon()
        try remote.there.write("s/a.yaml", JobCommandTests.good)
        let refused = try remote.run("submit s")
        #expect(refused.status == 2)
        #expect(refused.error.contains("--upload") && refused.error.contains("--remote-directory"))
        let named = try remote.run("submit s --wait --remote-directory /usr")
        #expect(named.status == 0, "\(named)")
        #expect(try remote.uploads() == [])
    }

    static let wrong = [
        ("--upload --workspace w s", "--upload has its own"),
        ("--upload --remote-directory /x s", "two directories"),
        ("--remote-directory x s", "from the root"),
        ("--upload linked", "is a symbolic link"), ("--upload piped", "neither a regular file"),
        ("--upload /", "the whole machine"), ("--upload named", "is not UTF-8"),
    ]

    @Test(arguments: wrong) func `what cannot be sent is told first`(
        options: String, says: String
    ) throws {
        let there = try Invocation()
        try there.write("s/a.yaml", JobCommandTests.good)
        try there.write("linked/a.yaml", JobCommandTests.good)
        try FileManager.default.createSymbolicLink(
            atPath: there.directory + "/linked/l", withDestinationPath: "/etc/passwd")
        try there.write("piped/a.yaml", JobCommandTests.good)
        try #require(mkfifo(there.directory + "/piped/p", 0o600) == 0)
        try there.write("named/a.yaml", JobCommandTests.good)
        let latin1 = Array((there.directory + "/named/x").utf8CString.dropLast()) + [-23, 0]
        try #require(mkdir(latin1, 0o700) == 0)
        let result = try there.run("submit \(options) --socket none.sock")
        #expect(result.status == 2)
        #expect(result.error.contains(says), "\(result)")
    }

    @Test func `a daemon that goes away in the middle is waited for, and gets one job`() throws {
        let there = try Invocation()
        try there.write("s/a.yaml", JobCommandTests.good)
        let port = try SilentPort()
        // It takes a bit of the request and is gone, for good.
        let result = try port.run(
            there, "submit --upload s --server http://127.0.0.1:\(port.number)", answer: "")
        #expect(result.status == 3)
        #expect(result.error.contains("the daemon went away; trying again"), "\(result)")
        #expect(result.error.contains("Connection refused"), "\(result)")
        #expect(result.error.contains("--idempotency-key"), "\(result)")
    }

    @Test func `a home directory is not sent`() throws {
        let there = try Invocation()
        try there.write("home/a.yaml", JobCommandTests.good)
        let result = try there.run("submit --upload home/a.yaml --socket none.sock")
        #expect(result.status == 2)
        #expect(result.error.contains("your whole home directory"), "\(result)")
    }

    @Test(arguments: ["h/me/a h/other/b", "h", "h/me/a/a.yaml h/other/b/b.yaml", "link/.."])
    func `a directory that a home lies in is not sent`(paths: String) throws {
        let there = try Invocation()
        try there.write("h/me/a/a.yaml", JobCommandTests.good)
        try there.write("h/other/b/b.yaml", JobCommandTests.good)
        let link = there.directory + "/link"
        try FileManager.default.createSymbolicLink(
            atPath: link, withDestinationPath: there.directory + "/h/me")
        for home in [there.directory + "/h/me", link] {
            there.environment["HOME"] = home
            let result = try there.run("submit --upload \(paths) --socket none.sock")
            #expect(result.status == 2)
            #expect(result.error.contains("your whole home directory"), "\(result)")
            #expect(result.error.contains("which lies in"), "\(result)")
            #expect(result.error.contains("hint: name a directory that has only what they need"))
        }
    }

    /// Where the account that runs the tests has its home; nil: nowhere.
    static let accountHome = getpwuid(getuid()).map { String(cString: $0.pointee.pw_dir) }.flatMap {
        $0 != "/" && FileManager.default.fileExists(atPath: $0) ? $0 : nil
    }

    @Test(.enabled(if: accountHome != nil))
    func `the home of the account is not sent whatever HOME says`() throws {
        let home = try #require(Self.accountHome)
        let result = try Invocation().run("submit --upload \(home) --socket none.sock")
        #expect(result.status == 2)
        #expect(result.error.contains("your whole home directory"), "\(result)")
    }

    @Test func `a directory that is too large is refused`() throws {
        let remote = try RemoteDaemon(configuration: "job: {upload: 10K}\n")
        try remote.there.write("s/a.yaml", JobCommandTests.good)
        try remote.there.write("s/big", String(repeating: "x", count: 20_000))
        let result = try remote.run("submit --upload s")
        #expect(result.status == 2)
        #expect(result.error.contains("job: {upload: …}"), "\(result)")
        #expect(try remote.uploads() == [])
    }
}
