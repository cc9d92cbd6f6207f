import Testing

@testable import orchestroctl

@Suite struct ServerAddressTests {
    static let good = [
        ("https://lab:7443", "https://lab:7443"), ("lab", "https://lab:7443"),
        ("HTTPS://Lab.Example/", "https://lab.example:7443"), ("lab:443", "https://lab:443"),
        ("https://[::1]", "https://[::1]:7443"), ("[2001:db8::1]:1", "https://[2001:db8::1]:1"),
        ("http://127.0.0.1:80", "http://127.0.0.1:80"), ("http://[::1]:80", "http://[::1]:80"),
        ("http://LOCALHOST:80", "http://localhost:80"),
    ]

    @Test(arguments: good) func `an address is read`(text: String, is address: String) throws {
        #expect(try ServerAddress(text).description == address)
    }

    static let bad = [
        ("", "no host"), ("https://", "no host"), ("ftp://lab", "is not https"),
        ("https://lab:0", "no port"), ("https://lab:65536", "no port"), ("lab:", "no port"),
        ("https://lab:7443/api", "more than a host"), ("https://lab?x", "more than a host"),
        ("https://ann@lab", "more than a host"), ("https://la b", "no host"),
        ("https://::1", "in brackets"), ("https://[::1", "in brackets"), ("https://[x", "no host"),
        ("http://lab:7443", "this machine only"), ("http://127.0.0.1.example:1", "this machine"),
        ("http://128.0.0.1:1", "this machine"), ("lab\n:1", "no host"),
    ]

    @Test(arguments: bad) func `what is no address is told`(text: String, says: String) {
        let mistake = #expect(throws: ServerAddress.Mistake.self) { try ServerAddress(text) }
        #expect(mistake?.message.contains(says) == true, "\(mistake?.message ?? "-")")
    }
}
