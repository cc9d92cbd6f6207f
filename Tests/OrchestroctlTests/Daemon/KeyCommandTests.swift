import Foundation
import Testing

/// `orchestroctl key` and the file that a key is sent from.
@Suite struct KeyCommandTests {
    @Test func `a key is made, used, rotated and revoked`() throws {
        let daemon = try PrivateDaemon()
        let client = daemon.client
        #expect(try client.run("key list").output == "no keys\n")
        let made = try client.run("key create ci --scope read --scope submit --expires 30d")
        #expect(made.status == 0, "\(made.error)")
        #expect(made.output.wholeMatch(of: /orchestro_[A-Za-z0-9_-]{43}\n/) != nil)
        #expect(made.error.hasPrefix("key 1 (ci) of "))
        try client.writeKey("ci.key", made.output)
        #expect(try client.run("list --key-file ci.key").output == "no jobs\n")
        let refused = try client.run("drain --key-file ci.key")
        #expect(refused.status == 4)
        let unmanaged = try client.run("key list --key-file ci.key")
        #expect(unmanaged.status == 4)
        let rotated = try client.run("key rotate 1 --json")
        let object = try JSONSerialization.jsonObject(with: Data(rotated.output.utf8))
        let secret = try #require((object as? [String: Any])?["secret"] as? String)
        #expect(try client.run("list --key-file ci.key").status == 4)
        try client.writeKey("ci.key", secret)
        #expect(try client.run("list --key-file ci.key").status == 0)
        let listed = try client.run("key list").output
        #expect(listed.contains("read,submit"))
        #expect(listed.contains("active"))
        #expect(!listed.contains(secret))
        #expect(try client.run("key revoke 1").output == "key 1 is revoked\n")
        #expect(try client.run("key list").output.contains("revoked"))
        #expect(try client.run("list --key-file ci.key").status == 4)
        #expect(try client.run("key revoke 7").status == 2)
        #expect(try client.run("key create x --scope fly").status == 2)
    }

    @Test(arguments: [
        (0o644, "orchestro_x\n", "others may read or change it"),
        (0o620, "orchestro_x\n", "others may read or change it"),
        (0o600, "", "does not hold one key"), (0o600, "one two\n", "does not hold one key"),
        (0o600, "orchestro_\u{E9}\n", "does not hold one key"),
    ])
    func `a key file that is no secret, or holds none, is refused`(
        mode: Int, text: String, why: String
    ) throws {
        let client = try Invocation()
        client.socket = client.directory + "/none"
        try client.writeKey("a.key", text, mode: mode)
        let result = try client.run("list --key-file a.key")
        #expect(result.status == 4)
        #expect(result.error.contains(why), "\(result.error)")
        #expect(!result.error.contains("orchestro_x"))
    }

    @Test func `a key file that is missing or no file is refused`() throws {
        let client = try Invocation()
        client.socket = client.directory + "/none"
        #expect(try client.run("list --key-file nowhere").status == 4)
        #expect(try client.run("list --key-file .").status == 4)
    }
}

extension Invocation {
    /// A file that only its owner can read, unless told otherwise.
    fileprivate func writeKey(_ name: String, _ text: String, mode: Int = 0o600) throws {
        try write(name, text)
        try FileManager.default.setAttributes(
            [.posixPermissions: mode], ofItemAtPath: directory + "/" + name)
    }
}
