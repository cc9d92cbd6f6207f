import Digests
import Testing

/// The digests against the examples of their standards.
@Suite struct DigestTests {
    /// FIPS 180-4: the examples of the standard, and the empty message.
    @Test(arguments: [
        ("", 1, "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"),
        ("abc", 1, "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"),
        (
            "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq", 1,
            "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1"
        ),
        ("a", 1_000_000, "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0"),
    ])
    func `SHA-256 is that of the standard`(_ text: String, _ times: Int, _ hex: String) {
        #expect(Digest.sha256(Array(String(repeating: text, count: times).utf8)).hex == hex)
    }

    /// RFC 4231, test cases 1 to 4, 6 and 7.
    @Test(arguments: [
        (
            [UInt8](repeating: 0x0b, count: 20), Array("Hi There".utf8),
            "b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7"
        ),
        (
            Array("Jefe".utf8), Array("what do ya want for nothing?".utf8),
            "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843"
        ),
        (
            [UInt8](repeating: 0xaa, count: 20), [UInt8](repeating: 0xdd, count: 50),
            "773ea91e36800e46854db8ebd09181a72959098b3ef8c122d9635514ced565fe"
        ),
        (
            [UInt8](1...25), [UInt8](repeating: 0xcd, count: 50),
            "82558a389a443c0ea4cc819899f2083a85f0faa3e578f8077a2e3ff46729665b"
        ),
        (
            [UInt8](repeating: 0xaa, count: 131),
            Array("Test Using Larger Than Block-Size Key - Hash Key First".utf8),
            "60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54"
        ),
        (
            [UInt8](repeating: 0xaa, count: 131),
            Array(
                ("This is a test using a larger than block-size key and a larger than block-size"
                    + " data. The key needs to be hashed before being used by the HMAC algorithm.")
                    .utf8),
            "9b09ffa71b942fcb27635fbcd5b0e944bfdc63644f0713938a7f51535c3a35e2"
        ),
    ])
    func `HMAC-SHA-256 is that of the standard`(_ key: [UInt8], _ text: [UInt8], _ hex: String) {
        #expect(Digest.hmacSHA256(text, key: key).hex == hex)
    }

    @Test func `a key may be empty`() {
        #expect(
            Digest.hmacSHA256([], key: []).hex
                == "b613679a0814d9ec772f95d778c35fc5ff1697c493715653c6c712144292c5ad")
    }

    @Test func `a digest is read from what it is written as`() {
        let digest = Digest.sha256([1, 2, 3])
        #expect(Digest(hex: digest.hex) == digest)
        #expect(Digest(hex: digest.hex.uppercased()) == digest)
        #expect(Digest(bytes: digest.bytes) == digest)
    }

    @Test(arguments: [
        "", "00", String(repeating: "g", count: 64), String(repeating: "a", count: 66),
    ])
    func `what is no digest is not read`(_ text: String) {
        #expect(Digest(hex: text) == nil)
        #expect(Digest(bytes: Array(text.utf8)) == nil)
    }

    @Test func `digests that differ in one bit are different`() {
        let digest = Digest.sha256([])
        for index in 0..<Digest.bytesCount {
            var bytes = digest.bytes
            bytes[index] ^= 1 << UInt8(index % 8)
            #expect(Digest(bytes: bytes) != digest)
        }
    }

    @Test(
        arguments: [
            ([], [], true), ([1, 2], [1, 2], true), ([1, 2], [1, 3], false), ([1, 2], [1], false),
            ([0], [], false),
        ] as [([UInt8], [UInt8], Bool)])
    func `comparison is by every byte`(_ left: [UInt8], _ right: [UInt8], _ areEqual: Bool) {
        #expect(ConstantTime.areEqual(left, right) == areEqual)
    }

    @Test func `random bytes are as many as asked for, and other ones each time`() {
        #expect(RandomBytes.make(0) == [])
        let made = (1...64).map { _ in RandomBytes.make(32) }
        #expect(made.allSatisfy { $0.count == 32 })
        #expect(Set(made).count == made.count)
    }
}
