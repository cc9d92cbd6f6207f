import Scenarios
import TestSupport
import Testing
import Wire

/// Damaged answers and requests are refused or read, but nothing traps.
@Suite struct APIMutationTests {
    @Test(arguments: 1...20) func `no damage traps`(seed: UInt64) {
        var dice = Dice(seed: seed)
        for (_, shape) in APIShapeTests.all {
            for _ in 0..<20 {
                read(damaged(shape.json, &dice), like: shape)
                readText(damaged(Array(shape.text.utf8), &dice), like: shape)
            }
        }
    }

    @Test(arguments: 1...20) func `no damaged record traps`(seed: UInt64) throws {
        var dice = Dice(seed: seed)
        let records = [Outcome.failed(Sample.failure), .error(Sample.cause), .cancelled(by: "a")]
            .map { AttemptRecord.json(Sample.attempt($0), of: Sample.task) }
        for record in records {
            for _ in 0..<50 {
                do throws(ShapeError) {
                    let object = try ObjectReader(damaged(record, &dice), path: "$")
                    _ = try AttemptRecord.result(object)
                } catch {
                    #expect(error.path.hasPrefix("$"))
                }
            }
        }
    }

    @Test(arguments: 1...20) func `a damaged stream gives messages or ends`(seed: UInt64) {
        var dice = Dice(seed: seed)
        let text = APIShapeTests.all.map {
            ServerSentEvent(id: "1", event: $0.0, data: $0.1.json.text(pretty: true)).text
        }.joined()
        var parser = ServerSentEventParser()
        // A stream that is too long ends; that is all that can be wrong with it.
        let messages = try? parser.feed(damaged(Array(text.utf8), &dice))
        #expect((messages ?? []).count <= APIShapeTests.all.count * 2)
    }

    private func read<Shape: WireShape>(_ value: JSONValue, like sample: Shape) {
        do throws(ShapeError) {
            _ = try Shape(json: value).text
        } catch {
            #expect(error.path.hasPrefix("$"))
        }
    }

    private func readText<Shape: WireShape>(_ bytes: [UInt8], like sample: Shape) {
        do throws(ShapeError) {
            _ = try Shape(text: String(decoding: bytes, as: UTF8.self)).text
        } catch {
            #expect(!error.message.isEmpty)
        }
    }

    private func damaged(_ bytes: [UInt8], _ dice: inout Dice) -> [UInt8] {
        var bytes = bytes
        for _ in 0..<dice.roll(1...4) where bytes.count > 4 {
            let place = dice.roll(0...bytes.count - 1)
            switch dice.roll(0...3) {
            case 0: bytes[place] = UInt8(dice.roll(0...255))
            case 1: bytes.removeSubrange(place..<min(bytes.count, place + dice.roll(1...9)))
            case 2: bytes.insert(contentsOf: bytes[place...].prefix(20), at: place)
            default: bytes.removeSubrange(place...)
            }
        }
        return bytes
    }

    /// The value with one member somewhere inside replaced or dropped.
    private func damaged(_ value: JSONValue, _ dice: inout Dice) -> JSONValue {
        let strange: [JSONValue] = [
            .null, true, -1, 0, .integer(.max), .integer(.min), .number(1e300), .number(-0.5), "",
            "42.3.1", "\u{0}", [], [[]], [:], ["a": 1],
        ]
        guard dice.roll(0...4) > 0 else { return strange[dice.roll(0...strange.count - 1)] }
        switch value {
        case .array(var items) where !items.isEmpty:
            let place = dice.roll(0...items.count - 1)
            items[place] = damaged(items[place], &dice)
            return .array(items)
        case .object(var object) where !object.members.isEmpty:
            let (key, inner) = object.members[dice.roll(0...object.members.count - 1)]
            object[key] = damaged(inner, &dice)
            return .object(object)
        default: return strange[dice.roll(0...strange.count - 1)]
        }
    }
}
