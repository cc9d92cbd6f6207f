import Testing

@testable import Access

@Suite struct NetworkTests {
    @Test(arguments: [
        ("192.0.2.1", "192.0.2.1"), ("2001:DB8:0:0:0:0:0:1", "2001:db8::1"), ("::", "::"),
        ("::1", "::1"), ("1::", "1::"), ("::ffff:192.0.2.1", "192.0.2.1"),
        ("64:ff9b::192.0.2.33", "64:ff9b::c000:221"), ("1:0:0:2:0:0:0:3", "1:0:0:2::3"),
        ("1:2:3:4:5:6:7:0", "1:2:3:4:5:6:7:0"), ("0:0:1::", "0:0:1::"),
    ])
    func `an address is read and written`(text: String, canonical: String) {
        #expect(NetworkAddress(text: text)?.description == canonical)
        #expect(NetworkAddress(text: canonical)?.description == canonical)
    }

    @Test(arguments: [
        "", "1.2.3", "1.2.3.4.5", "01.2.3.4", "256.1.1.1", "1.2.3.4 ", "1..2.3", "+1.2.3.4", ":",
        ":::", "1::2::3", "1:2:3:4:5:6:7", "1:2:3:4:5:6:7:8:9", "1:2:3:4:5:6:7::8", "12345::",
        "g::", "::1.2.3", "1.2.3.4::", "::1%eth0", "1:", ":1", "::+1",
    ])
    func `what is no address is refused`(text: String) {
        #expect(NetworkAddress(text: text) == nil)
        #expect(Network(text: text) == nil)
    }

    @Test(arguments: [
        ("192.0.2.0/24", "192.0.2.0/24"), ("192.0.2.7/32", "192.0.2.7"), ("0.0.0.0/0", "0.0.0.0/0"),
        ("10.128.0.0/9", "10.128.0.0/9"), ("2001:db8::/32", "2001:db8::/32"), ("::/0", "::/0"),
    ])
    func `a network is read and written`(text: String, canonical: String) {
        #expect(Network(text: text)?.description == canonical)
    }

    @Test(arguments: [
        "192.0.2.1/24", "192.0.2.0/33", "192.0.2.0/", "192.0.2.0/-1", "192.0.2.0/024", "/24",
        "2001:db8::1/32", "::/129", "::ffff:192.0.2.0/120", "192.0.2.0/24/1",
    ])
    func `what is no network is refused`(text: String) { #expect(Network(text: text) == nil) }

    @Test(arguments: [
        ("192.0.2.0/24", "192.0.2.255", true), ("192.0.2.0/24", "192.0.3.0", false),
        ("10.128.0.0/9", "10.127.255.255", false), ("10.128.0.0/9", "10.200.0.1", true),
        ("0.0.0.0/0", "::1", false), ("::/0", "192.0.2.1", false), ("::/0", "fe80::1", true),
        ("192.0.2.7", "::ffff:192.0.2.7", true), ("2001:db8::/33", "2001:db8:8000::", false),
    ])
    func `a network has its addresses`(network: String, address: String, isIn: Bool) throws {
        let network = try #require(Network(text: network))
        #expect(network.contains(try #require(NetworkAddress(text: address))) == isIn)
    }

    @Test func `guesses are counted by the network that one customer has`() throws {
        let one = Origin.network(try #require(NetworkAddress(text: "2001:db8:1:2:3::4")))
        #expect("\(one.party)" == "2001:db8:1:2::")
        let four = Origin.network(try #require(NetworkAddress(text: "192.0.2.7")))
        #expect(four.party == four)
        #expect(Origin.account(userID: 7).party == .account(userID: 7))
    }
}
