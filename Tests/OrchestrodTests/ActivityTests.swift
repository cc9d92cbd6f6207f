import Access
import Scenarios
import Settings
import Testing

@testable import orchestrod

/// Who may be connected at once.
@Suite struct ActivityTests {
    private func address(_ text: String) throws -> Origin {
        .network(try #require(NetworkAddress(text: text)))
    }

    private func limits(total: Int, account: Int = 100, address: Int = 100) -> ConnectionLimits {
        var limits = ConnectionLimits()
        (limits.total, limits.account, limits.address) = (total, account, address)
        return limits
    }

    @Test func `connections are counted, in all and for each account`() {
        let activity = Activity()
        let now = Instant(nanoseconds: 5)
        let limits = limits(total: 3, account: 2)
        #expect(activity.enter(.account(userID: 1), limits) == nil)
        #expect(activity.enter(.account(userID: 1), limits) == nil)
        #expect(activity.enter(.account(userID: 1), limits) == .tooMany)
        #expect(activity.enter(.account(userID: 2), limits) == nil)
        #expect(activity.enter(.account(userID: 3), limits) == .tooMany)
        #expect(activity.isBusy)
        #expect(!activity.leave(.account(userID: 1), at: now))
        #expect(!activity.leave(.account(userID: 1), at: now))
        #expect(activity.leave(.account(userID: 2), at: now))
        #expect(activity.lastAt == now)
        #expect(!activity.isBusy)
    }

    @Test func `an address has its own limit, and so has a network of IPv6`() throws {
        let activity = Activity()
        let limits = limits(total: 100, account: 1, address: 2)
        for text in ["192.0.2.1", "192.0.2.1", "2001:db8::1", "2001:db8::ffff"] {
            #expect(activity.enter(try address(text), limits) == nil)
        }
        #expect(activity.enter(try address("192.0.2.1"), limits) == .tooMany)
        #expect(activity.enter(try address("2001:db8:0:0:1::"), limits) == .tooMany)
        #expect(activity.enter(try address("192.0.2.2"), limits) == nil)
        #expect(activity.enter(try address("2001:db8:0:1::1"), limits) == nil)
        #expect(!activity.leave(try address("2001:db8::2"), at: Instant(nanoseconds: 1)))
        #expect(activity.enter(try address("2001:db8::3"), limits) == nil)
    }

    @Test func `networks leave a quarter of all connections to accounts of the machine`() throws {
        let activity = Activity()
        let limits = limits(total: 8)
        for last in 1...6 {
            #expect(activity.enter(try address("192.0.2.\(last)"), limits) == nil)
        }
        #expect(activity.enter(try address("192.0.2.7"), limits) == .tooMany)
        #expect(activity.enter(.account(userID: 1), limits) == nil)
        #expect(activity.enter(.account(userID: 1), limits) == nil)
        #expect(activity.enter(.account(userID: 1), limits) == .tooMany)
        #expect(!activity.leave(try address("192.0.2.1"), at: Instant(nanoseconds: 1)))
        #expect(activity.enter(try address("192.0.2.7"), limits) == nil)
    }
}
