import Access
import Testing

@testable import Webhooks

@Suite struct AddressRuleTests {
    private static let own: Set<NetworkAddress> = Set(
        ["192.168.7.9", "2001:db8::9"].compactMap { NetworkAddress(text: $0) })

    private func objection(_ text: String, allowed: [String] = []) throws -> String? {
        let address = try #require(NetworkAddress(text: text))
        let rule = AddressRule(allowed: allowed.compactMap { Network(text: $0) })
        return rule.objection(to: address, own: Self.own)
    }

    @Test func `every row of the table is a network`() { #expect(AddressRule.closedCount == 16) }

    @Test(arguments: [
        "192.0.2.1", "10.1.2.3", "172.16.0.1", "192.168.7.8", "100.64.0.1", "8.8.8.8",
        "2001:db8::1", "fd00::1", "2a00:1450::1", "64:ff9b::c000:201", "2002:c000:201::1",
        "::ffff:10.0.0.1", "fec0::1",
    ])
    func `receivers in a lab and elsewhere are open`(text: String) throws {
        #expect(try objection(text) == nil)
    }

    @Test(arguments: [
        ("127.0.0.1", "loopback"), ("127.255.255.254", "loopback"), ("::1", "loopback"),
        ("0.0.0.0", "unspecified"), ("0.1.2.3", "unspecified"), ("::", "unspecified"),
        ("169.254.169.254", "link-local"), ("169.254.1.1", "link-local"),
        ("fe80::1", "link-local"), ("febf::1", "link-local"), ("224.0.0.1", "multicast"),
        ("239.255.255.255", "multicast"), ("ff02::1", "multicast"),
        ("255.255.255.255", "broadcast"), ("240.0.0.1", "reserved"),
        ("100.100.100.200", "secrets"), ("168.63.129.16", "secrets"), ("192.0.0.192", "secrets"),
        ("fd00:ec2::254", "secrets"), ("fd20:ce::254", "secrets"),
        ("192.168.7.9", "this machine"), ("2001:db8::9", "this machine"),
        ("2001:0:1::1", "Teredo"), ("64:ff9b:1::7f00:1", "RFC 8215"),
        // The same, wrapped.
        ("::ffff:127.0.0.1", "loopback"), ("::ffff:169.254.169.254", "link-local"),
        ("::ffff:192.168.7.9", "this machine"), ("::7f00:1", "loopback"), ("::2", "unspecified"),
        ("64:ff9b::7f00:1", "loopback"), ("64:ff9b::a9fe:a9fe", "link-local"),
        ("64:ff9b::c0a8:709", "this machine"), ("2002:7f00:1::", "loopback"),
        ("2002:a9fe:a9fe::1", "link-local"), ("2001:db8:1::5efe:7f00:1", "loopback"),
        ("2001:db8:1::200:5efe:a9fe:a9fe", "link-local"), ("::ffff:0:7f00:1", "loopback"),
    ])
    func `the machine, its segment and metadata are closed`(text: String, why: String) throws {
        let objection = try #require(try objection(text))
        #expect(objection.contains(why), "\(objection)")
    }

    @Test func `an administrator opens networks, and nothing else with them`() throws {
        let allowed = ["127.0.0.0/8", "192.168.7.9", "fe80::/10"]
        for text in ["127.0.0.1", "192.168.7.9", "fe80::1", "::ffff:127.0.0.1", "2002:7f00:1::"] {
            #expect(try objection(text, allowed: allowed) == nil, "\(text)")
        }
        for text in ["::1", "169.254.169.254", "2001:db8::9", "0.0.0.0"] {
            #expect(try objection(text, allowed: allowed) != nil, "\(text)")
        }
    }
}
