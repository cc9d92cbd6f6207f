import Scenarios
import TestSupport
import Testing

@testable import orchestrod

/// Who gets a place for a message, whatever receivers do.
@Suite struct SendingPlacesTests {
    private typealias Receiver = SendingPlaces.Receiver

    /// Places on a clock of their own, and what is on its way.
    private final class Rig {
        var places = SendingPlaces()
        var now = Instant(nanoseconds: 0)
        var number: Int64 = 0
        var going: [Int64: (receiver: Receiver, isSlow: Bool, until: Instant)] = [:]

        func take(_ receiver: Receiver, lasting time: Duration) -> Bool {
            number += 1
            let isSlow = places.isSlow(receiver)
            guard places.take(number, for: receiver, at: now) else { return false }
            going[number] = (receiver, isSlow, now + time)
            return true
        }

        /// The message that is over next comes back.
        func goOn() {
            guard let next = going.min(by: { $0.value.until < $1.value.until }) else { return }
            now = max(now, next.value.until)
            going[next.key] = nil
            places.giveBack(next.key, at: now, slowAfter: CourierLimits.slowTry)
        }

        /// The messages on their way in places of that kind.
        func receivers(slow isSlow: Bool) -> [Receiver] {
            going.values.filter { $0.isSlow == isSlow }.map(\.receiver)
        }
    }

    @Test(arguments: UInt64(1)...20)
    func `bounds hold, and who has nothing on its way is refused only for six others`(
        seed: UInt64
    ) {
        var dice = Dice(seed: seed)
        let rig = Rig()
        var (refusals, slowTakes) = (0, 0)
        for _ in 0..<3_000 {
            let owner = UInt32(dice.roll(1...16))
            let receiver = Receiver(owner: owner, host: "h\(owner).\(dice.roll(1...5))")
            let time = dice.roll(1...10) == 1 ? 15_000 : dice.roll(1...1_999)
            let prompt = rig.receivers(slow: false)
            let isSlow = rig.places.isSlow(receiver)
            if rig.take(receiver, lasting: .milliseconds(time)) {
                slowTakes += isSlow ? 1 : 0
            } else if !isSlow, !prompt.contains(where: { $0.owner == owner }) {
                refusals += 1
                #expect(Set(prompt.map(\.owner)).count >= 6, "\(prompt)")
            }
            check(rig)
            if dice.roll(1...3) == 1 { rig.goOn() }
        }
        #expect(refusals > 0 && slowTakes > 0, "the dice try both")
    }

    private func check(_ rig: Rig) {
        func most(_ receivers: [Receiver], by key: (Receiver) -> String) -> Int {
            Dictionary(grouping: receivers, by: key).values.map(\.count).max() ?? 0
        }
        let (prompt, slow) = (rig.receivers(slow: false), rig.receivers(slow: true))
        #expect(prompt.count <= 24)
        #expect(most(prompt) { "\($0.owner)" } <= 8)
        #expect(most(prompt) { "\($0)" } <= 4)
        #expect(slow.count <= 8)
        #expect(most(slow) { "\($0.owner)" } <= 2)
        #expect(most(slow) { "\($0)" } <= 1)
    }

    @Test func `receivers that answer nobody leave the places of the others alone`() {
        let dead = (1...10).flatMap { owner in
            (1...5).map { Receiver(owner: UInt32(owner), host: "dead\(owner).\($0)") }
        }
        let rig = Rig()
        func tryDead() { for one in dead { _ = rig.take(one, lasting: .seconds(15)) } }
        while !dead.allSatisfy(rig.places.isSlow) {
            tryDead()
            rig.goOn()
        }
        while !rig.going.isEmpty { rig.goOn() }
        for _ in 0..<100 {
            tryDead()
            #expect(rig.going.count == 8)
            // Everybody's other receivers have places, those of the owners of dead ones too.
            for owner in UInt32(5)...14 {
                let alive = Receiver(owner: owner, host: "alive\(owner)")
                #expect(rig.take(alive, lasting: .milliseconds(20)))
            }
            while !rig.receivers(slow: false).isEmpty { rig.goOn() }
            rig.goOn()
        }
    }

    @Test func `five owners who take all they can leave a place for a sixth`() {
        let rig = Rig()
        func most(_ owner: UInt32) -> Int {
            var count = 0
            while rig.take(Receiver(owner: owner, host: "h\(owner).\(count)"), lasting: .zero) {
                count += 1
            }
            return count
        }
        #expect((1...7).map(most) == [8, 8, 4, 2, 1, 1, 0])
    }

    @Test func `a receiver is believed in by its answers`() {
        let rig = Rig()
        let receiver = Receiver(owner: 1, host: "a")
        func most(_ time: Duration) -> Int {
            while rig.take(receiver, lasting: time) {}
            return rig.going.count
        }
        for count in [1, 2, 4, 4] {
            #expect(most(.seconds(1)) == count)
            for _ in 0..<count { rig.goOn() }
        }
        #expect(rig.take(receiver, lasting: .milliseconds(2_001)))
        rig.goOn()
        #expect(rig.places.isSlow(receiver))
        #expect(most(.milliseconds(1_999)) == 1)
        rig.goOn()
        #expect(!rig.places.isSlow(receiver))
        #expect(most(.milliseconds(1)) == 1)
    }

    @Test func `a host is shared, and one owner's slow path is not another's`() {
        let rig = Rig()
        func receiver(_ owner: UInt32) -> Receiver { Receiver(owner: owner, host: "shared") }
        for owner in UInt32(1)...3 {
            #expect(rig.take(receiver(owner), lasting: .seconds(15)))
            rig.goOn()
        }
        #expect(rig.take(receiver(1), lasting: .seconds(15)))
        #expect(rig.take(receiver(2), lasting: .seconds(15)))
        #expect(!rig.take(receiver(3), lasting: .seconds(15)), "slow ones have two of a host")
        for owner in UInt32(4)...11 { #expect(rig.take(receiver(owner), lasting: .seconds(1))) }
        #expect(!rig.take(receiver(12), lasting: .seconds(1)), "others have eight of a host")
    }

    @Test func `of so many receivers is known how they do, and of no more`() {
        let rig = Rig()
        func tryOnce(_ number: Int) -> Receiver {
            let receiver = Receiver(owner: 1, host: "h\(number)")
            #expect(rig.take(receiver, lasting: .seconds(15)))
            rig.goOn()
            return receiver
        }
        let first = tryOnce(1)
        for number in 2...CourierLimits.knownReceiversMax { _ = tryOnce(number) }
        #expect(rig.places.isSlow(first))
        let last = tryOnce(CourierLimits.knownReceiversMax + 1)
        #expect(!rig.places.isSlow(first))
        #expect(!rig.places.isSlow(last))
    }

    @Test func `a short time limit makes receivers slow sooner`() {
        #expect(CourierLimits.slowTry(within: .seconds(15)) == .seconds(2))
        #expect(CourierLimits.slowTry(within: .seconds(4)) == .seconds(2))
        #expect(CourierLimits.slowTry(within: .seconds(1)) == .milliseconds(500))
    }
}
