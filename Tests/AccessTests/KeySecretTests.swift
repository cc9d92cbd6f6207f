import Testing

@testable import Access

@Suite struct KeySecretTests {
    @Test func `a secret is its prefix and URL-safe base64 of its bytes`() {
        let bytes = (0..<32).map { UInt8($0) }
        #expect(
            KeySecret(randomBytes: bytes).text
                == "orchestro_AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8")
        let ones = KeySecret(randomBytes: [UInt8](repeating: 255, count: 32))
        #expect(ones.text == "orchestro_" + String(repeating: "_", count: 42) + "8")
        #expect(ones.text.utf8.count == 10 + 43)
    }

    @Test func `printing a secret does not show it`() {
        let secret = KeySecret(randomBytes: [UInt8](repeating: 7, count: 32))
        var dumped = ""
        dump(secret, to: &dumped)
        for shown in ["\(secret)", String(reflecting: secret), dumped] {
            #expect(!shown.contains(secret.text.dropFirst(10)), "\(shown)")
        }
    }

    @Test func `a digest is SHA-256 of the text and can be read back`() {
        let digest = KeyDigest(of: "abc")
        #expect(
            digest.hex == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad")
        #expect(KeyDigest(hex: digest.hex) == digest)
        #expect(digest.place == 0xba78_16bf_8f01_cfea)
        #expect(KeyDigest(hex: "ba78") == nil)
    }

    @Test(arguments: [("7", 7), ("07", nil), ("0", nil), ("-1", nil), ("", nil), ("7x", nil)])
    func `a key's number is digits`(text: String, number: Int?) {
        #expect(KeyID(text: text)?.number == number)
    }
}
