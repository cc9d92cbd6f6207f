import Foundation
import Testing

@testable import orchestro_worker

@Suite struct RunAsPolicyTests {
    static let ann = Account(
        name: "ann", user: 1000, group: 1000, groups: [1000, 27, 500], home: "/home/ann",
        shell: "/bin/bash")

    static let groups: [String: gid_t] = ["orchestro": 500, "sudo": 27, "other": 77]

    static let cases: [(String, String?)] = [
        ("", nil),
        ("# nothing but a comment\n\n", nil),
        ("deny user bob", nil),
        ("deny user ann", "/etc/orchestro/run-as.conf says `deny user ann`"),
        ("allow user ann", nil),
        ("allow user ann\ndeny group sudo # who may", "says `deny group sudo`"),
        ("allow\tgroup sudo\ndeny group other", nil),
        ("deny group none\nallow group sudo", "`deny group none`, and there is no such group"),
        ("allow user bob\nallow group other", "allows `user bob`, `group other`"),
        ("allow group nowhere", "allows `group nowhere`"),
    ]

    @Test(arguments: cases)
    func `rules decide`(text: String, why: String?) throws {
        #expect(try refusal(of: Self.ann, by: text, contains: why))
    }

    @Test func `root and system accounts are never allowed`() throws {
        for user: uid_t in [0, 1, 999, 65_534, .max] {
            var account = Self.ann
            account.user = user
            #expect(try refusal(of: account, by: "allow user ann", contains: "whatever"))
        }
    }

    @Test func `an account that cannot log in must be named`() throws {
        var account = Self.ann
        account.shell = "/usr/sbin/nologin"
        #expect(try refusal(of: account, by: "allow group orchestro", contains: "its shell is"))
        #expect(try refusal(of: account, by: "allow user ann", contains: nil))
    }

    @Test func `without the group nobody is allowed by default`() throws {
        var account = Self.ann
        account.groups = [1000]
        #expect(try refusal(of: account, by: "", contains: "allows `group orchestro`"))
    }

    static let wrong = [
        "allow", "allow user", "allow user ann bob", "permit user ann", "allow host ann",
    ]

    @Test(arguments: wrong) func `what is no rule is told with its line`(line: String) {
        #expect(
            throws: RunAsPolicy.Failure.file(
                "p:2: a rule is `allow` or `deny`, then `user` or `group`, then a name")
        ) { try RunAsPolicy(text: "# p\n" + line, "p") }
    }

    @Test func `a file that others may change is refused`() throws {
        let path = NSTemporaryDirectory() + "run-as-\(UUID().uuidString)"
        defer { unlink(path) }
        #expect(try RunAsPolicy.ofMachine(path) == RunAsPolicy())
        try "allow user ann\n".write(toFile: path, atomically: true, encoding: .utf8)
        guard getuid() == 0 else {
            #expect(throws: RunAsPolicy.Failure.self) { try RunAsPolicy.ofMachine(path) }
            return
        }
        chmod(path, 0o644)
        #expect(try RunAsPolicy.ofMachine(path).rules.count == 1)
        for mode: mode_t in [0o664, 0o646] {
            chmod(path, mode)
            #expect(throws: RunAsPolicy.Failure.self) { try RunAsPolicy.ofMachine(path) }
        }
        chmod(path, 0o644)
        chown(path, 1, 0)
        #expect(throws: RunAsPolicy.Failure.self) { try RunAsPolicy.ofMachine(path) }
        let link = path + "-link"
        symlink(path, link)
        defer { unlink(link) }
        #expect(throws: RunAsPolicy.Failure.self) { try RunAsPolicy.ofMachine(link) }
    }

    @Test func `the bound of system accounts is read`() {
        #expect(SystemAccounts.minimum(in: "# UID_MIN 5\nUID_MIN\t\t 2000\nUID_MAX 9") == 2000)
        #expect(SystemAccounts.minimum(in: "SYS_UID_MIN 100") == nil)
    }

    /// Whether the policy refuses with that text, or with nil allows.
    private func refusal(
        of account: Account, by text: String, contains why: String?
    ) throws -> Bool {
        let policy = try RunAsPolicy(text: text, "p")
        do throws(RunAsPolicy.Failure) {
            try policy.check(account, systemAccounts: SystemAccounts(below: 1000)) {
                Self.groups[$0]
            }
            return why == nil
        } catch {
            guard case .refused(let message) = error, let why else { return false }
            return message.contains(why)
        }
    }
}
