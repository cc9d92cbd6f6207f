import Jobs
import Testing

@testable import Webhooks

@Suite struct SecretTests {
    /// The example of Standard Webhooks' reference libraries, whose secret has 24 bytes.
    @Test func `the signature is the one of the reference libraries`() throws {
        let bytes = try #require(Base64.bytes("MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"))
        let secret = WebhookSecret(bytes: bytes)
        let signature = secret.signature(
            id: "msg_p5jXN8AQM9LWM0D4loKWxJek", seconds: 1_614_265_330,
            payload: #"{"test": 2432232314}"#)
        #expect(signature == "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=")
    }

    /// RFC 4648, section 10.
    @Test(arguments: [
        ("", ""), ("f", "Zg=="), ("fo", "Zm8="), ("foo", "Zm9v"), ("foob", "Zm9vYg=="),
        ("fooba", "Zm9vYmE="), ("foobar", "Zm9vYmFy"),
    ])
    func `base64 goes there and back`(plain: String, coded: String) {
        #expect(Base64.text(Array(plain.utf8)) == coded)
        #expect(Base64.bytes(coded) == Array(plain.utf8))
    }

    @Test(arguments: ["Zg", "Zg=", "Zh==", "Z", "Zm9v=", "Zm9v!", "=Zm9", "Zm 9v", "Zm9v\n"])
    func `what is no base64 in its one form is refused`(text: String) {
        #expect(Base64.bytes(text) == nil)
    }

    @Test func `a secret is read again and not shown by accident`() {
        let secret = WebhookSecret(randomBytes: (0..<32).map { UInt8($0) })
        #expect(secret.text == "whsec_AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=")
        #expect(WebhookSecret(text: secret.text) == secret)
        #expect(WebhookSecret(text: String(secret.text.dropFirst(6))) == nil)
        #expect(WebhookSecret(text: "whsec_AAEC") == nil)
        #expect("\(secret)" == "whsec_…")
        #expect(String(reflecting: secret) == "whsec_…")
        var dumped = ""
        dump(secret, to: &dumped)
        #expect(!dumped.contains("AAEC"))
    }

    @Test func `the secret before signs for a day more`() {
        let secret = WebhookSecret(randomBytes: [UInt8](repeating: 1, count: 32))
        let before = WebhookSecret(randomBytes: [UInt8](repeating: 2, count: 32))
        var webhook = Webhook(
            id: WebhookID(1), name: "a", owner: Owner(account: "anna", userID: 1000),
            url: "https://ci.example", token: "t", secret: secret, createdMicroseconds: 0,
            createdBy: "anna")
        #expect(webhook.secrets(at: 5) == [secret])
        (webhook.previousSecret, webhook.rotatedMicroseconds) = (before, 1_000_000)
        #expect(webhook.secrets(at: 86_400_999_999) == [secret, before])
        #expect(webhook.secrets(at: 86_401_000_000) == [secret])
    }
}
