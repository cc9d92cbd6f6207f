import Jobs
import Testing

@testable import Access

@Suite struct KeyRingTests {
    private let ann = Owner(account: "ann", userID: 1000)
    private let somewhere = NetworkAddress.local

    private func key(_ id: Int, _ text: String) -> APIKey {
        APIKey(
            id: KeyID(id), name: "ci", digest: KeyDigest(of: text), owner: ann, account: "ann",
            scopes: [.read], createdMicroseconds: 10, createdBy: "ann")
    }

    @Test func `a key is found by its secret and by nothing else`() {
        let ring = KeyRing([key(1, "one"), key(2, "two")])
        #expect(ring.key(presented: "two", from: somewhere, at: 20)?.id == KeyID(2))
        for wrong in ["", "one ", "tw", "three", String(repeating: "x", count: 10_000)] {
            #expect(ring.key(presented: wrong, from: somewhere, at: 20) == nil)
        }
        #expect(ring.count(of: 1000) == 2)
        #expect(ring.count(of: 1001) == 0)
    }

    @Test func `keys whose digests begin alike are told apart`() {
        let zeros = String(repeating: "0", count: 16)
        let digests = ["1", "2"].map {
            KeyDigest(hex: zeros + String(repeating: $0, count: 48))
        }
        var keys = [key(1, "a"), key(2, "b")]
        for place in keys.indices {
            if let digest = digests[place] { keys[place].digest = digest }
        }
        let ring = KeyRing(keys)
        for (place, digest) in digests.enumerated() {
            let found = digest.flatMap { ring.key(digest: $0, from: somewhere, at: 20) }
            #expect(found?.id == KeyID(place + 1))
        }
    }

    @Test func `a revoked, expired or rotated secret is like a wrong one`() {
        var short = key(2, "two")
        short.expiresMicroseconds = 100
        var ring = KeyRing([key(1, "one"), short])
        #expect(ring.key(presented: "two", from: somewhere, at: 99) != nil)
        #expect(ring.key(presented: "two", from: somewhere, at: 100) == nil)
        ring.apply(.rotated(KeyID(1), KeyDigest(of: "new"), microseconds: 30))
        #expect(ring.key(presented: "one", from: somewhere, at: 40) == nil)
        #expect(ring.key(presented: "new", from: somewhere, at: 40)?.rotatedMicroseconds == 30)
        ring.apply(.revoked(KeyID(1), microseconds: 50))
        #expect(ring.key(presented: "new", from: somewhere, at: 60) == nil)
        #expect(ring[KeyID(1)]?.revokedMicroseconds == 50)
        #expect(ring.ended(before: 51) == [KeyID(1)])
        #expect(ring.ended(before: 101) == [KeyID(1), KeyID(2)])
        ring.remove(KeyID(1))
        #expect(ring.count == 1)
    }

    @Test func `a change of a key that is not there does nothing`() {
        var ring = KeyRing([])
        ring.apply(.rotated(KeyID(1), KeyDigest(of: "new"), microseconds: 30))
        ring.apply(.revoked(KeyID(1), microseconds: 30))
        #expect(ring.count == 0)
    }

    @Test func `a key may be bound to networks; the Unix socket is the machine itself`() throws {
        var bound = key(1, "one")
        bound.networks = [try #require(Network(text: "192.0.2.0/24"))]
        let ring = KeyRing([bound])
        let inside = try #require(NetworkAddress(text: "192.0.2.9"))
        #expect(ring.key(presented: "one", from: inside, at: 20) != nil)
        #expect(ring.key(presented: "one", from: Origin.account(userID: 0).address, at: 20) == nil)
    }
}
