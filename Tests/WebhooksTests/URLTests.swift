import Testing

@testable import Webhooks

@Suite struct URLTests {
    @Test(arguments: [
        ("https://ci.example", "ci.example", 443, true),
        ("http://ci.example/", "ci.example", 80, false),
        ("HTTPS://CI.example:8443/a/b?c=d&e=%20", "ci.example", 8_443, true),
        ("http://ci-1_a.example?x", "ci-1_a.example", 80, false),
        ("http://ci.example/@user:x//y", "ci.example", 80, false),
        ("http://192.0.2.1:8080/", "192.0.2.1", 8_080, false),
        ("https://[2001:DB8::1]:1/", "2001:db8::1", 1, true),
        ("http://[::ffff:192.0.2.1]/", "::ffff:192.0.2.1", 80, false),
        ("http://2lab/", "2lab", 80, false),
    ])
    func `a plain URL is taken`(text: String, host: String, port: Int, isSecret: Bool) throws {
        let url = try WebhookURL(text: text)
        #expect((url.host, url.port, url.isSecret) == (host, port, isSecret))
        #expect(url.text == text)
    }

    @Test(arguments: [
        "", "ci.example", "//ci.example", "ftp://ci.example", "file:///etc/passwd",
        "gopher://ci.example", "https:/ci.example", "https:ci.example", "https://",
        "https:///a", "https://:80/", "http://a b/", "http://a/\n", "http://a/\u{7F}",
        "http://ann:secret@ci.example/", "http://ci.example@127.0.0.1/", "http://@a/",
        "http://a\\@b/", "http://a#b", "http://a/#b", "http://münchen.example/",
        "http://a:0/", "http://a:65536/", "http://a:+80/", "http://a:8o/", "http://a:80:80/",
        "http://127.1/", "http://2130706433/", "http://0x7f.0.0.1/", "http://0x7f000001/",
        "http://0177.0.0.1/", "http://127.0.0.1./", "http://127.0.0.256/", "http://1.2.3/",
        "http://a..b/", "http://.a/", "http://a./", "http://a%2eb/", "http://[::1/",
        "http://[fe80::1%25eth0]/", "http://[127.0.0.1]/", "http://[::1]a/", "http://::1/",
        "http://[]/", " http://a/", "http://a/{b}", "http://\(String(repeating: "a", count: 64))/",
        "http://a/" + String(repeating: "b", count: 2_000),
    ])
    func `what may be read in more than one way is refused`(text: String) {
        let flaw = #expect(throws: WebhookURL.Flaw.self) { try WebhookURL(text: text) }
        #expect(flaw?.message.isEmpty == false)
    }

    @Test func `a URL has as many bytes as it may have`() throws {
        let start = "http://a/"
        let rest = String(repeating: "b", count: WebhookLimits.urlBytesMax - start.utf8.count)
        #expect(try WebhookURL(text: start + rest).host == "a")
        #expect(throws: WebhookURL.Flaw.self) { try WebhookURL(text: start + rest + "b") }
    }
}
