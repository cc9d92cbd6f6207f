import Scenarios
import TestSupport
import Testing

@testable import GraphQL

/// Damaged documents and messages are refused or read, but nothing traps.
@Suite struct MutationTests {
    private func documents() throws -> [[UInt8]] {
        try fixture("Golden/examples.graphql").split(separator: "# ---\n").map { Array($0.utf8) }
            + [Array(try fixture("Golden/schema.graphql").utf8), Array(BuiltIns.text.utf8)]
    }

    @Test(arguments: 1...20) func `no damaged document traps`(seed: UInt64) throws {
        var dice = Dice(seed: seed)
        let schema = try Schema(try fixture("Golden/schema.graphql"))
        let service = try GraphQLService<Int>(
            schema: schema, resolvers: [:],
            subscriptions: [
                "Subscription.born": { _ in SubscriptionSource(next: { nil }) },
                "Subscription.moved": { _ in SubscriptionSource(next: { nil }) },
            ])
        for document in try documents() {
            let bytes = damaged(document, &dice)
            do throws(GraphQLError) {
                let document = try Document(parsing: bytes)
                for error in schema.validate(document) { #expect(!error.message.isEmpty) }
            } catch {
                #expect(!error.message.isEmpty)
            }
            let text = String(decoding: bytes, as: UTF8.self)
            do throws(GraphQLErrors) {
                _ = try service.prepare(GraphQLRequest(query: text))
            } catch {
                #expect(!error.errors.isEmpty)
            }
        }
    }

    @Test(arguments: 1...20) func `no damaged schema traps`(seed: UInt64) throws {
        var dice = Dice(seed: seed)
        let text = Array(try fixture("Golden/schema.graphql").utf8)
        for _ in 0..<20 {
            let bytes = damaged(text, &dice)
            #expect(mistakes { _ = try Schema(String(decoding: bytes, as: UTF8.self)) } != [""])
        }
    }

    @Test(arguments: 1...20) func `no damaged message traps`(seed: UInt64) throws {
        var dice = Dice(seed: seed)
        let text =
            #"{"id":"a","type":"subscribe","payload":{"query":"{ x }","variables":{"a":[1,null]}}}"#
        for _ in 0..<100 {
            let bytes = damaged(Array(text.utf8), &dice)
            var session = TransportSession()
            let now = Instant(nanoseconds: Int64(dice.roll(0...9)))
            _ = session.handle(.opened, at: now)
            _ = session.handle(.text(#"{"type":"connection_init"}"#), at: now)
            _ = session.handle(.accepted(payload: nil), at: now)
            let effects = session.handle(.text(String(decoding: bytes, as: UTF8.self)), at: now)
            #expect(effects.count <= 2)
            let reading = HTTPExchange(
                method: dice.roll(0...1) == 0 ? "GET" : "POST", accept: nil,
                contentType: "application/json", query: String(decoding: bytes, as: UTF8.self),
                body: bytes
            ).read()
            #expect(reading != .page)
        }
    }

    private func damaged(_ bytes: [UInt8], _ dice: inout Dice) -> [UInt8] {
        let signs = Array("{}()[]!:$@|=&\"\\.,#-0eE ".utf8)
        var bytes = bytes
        for _ in 0..<dice.roll(1...4) where bytes.count > 4 {
            let place = dice.roll(0...bytes.count - 1)
            switch dice.roll(0...5) {
            case 0: bytes[place] = UInt8(dice.roll(0...255))
            case 1: bytes.removeSubrange(place..<min(bytes.count, place + dice.roll(1...9)))
            case 2: bytes.insert(contentsOf: bytes[place...].prefix(20), at: place)
            case 3: bytes.insert(signs[dice.roll(0...signs.count - 1)], at: place)
            case 4: bytes.swapAt(place, dice.roll(0...bytes.count - 1))
            default: bytes.removeSubrange(place...)
            }
        }
        return bytes
    }
}
