import COpenSSL
import Foundation
import NIOCore
import NIOEmbedded
import TestSupport
import Testing

@testable import TLS

/// 20,000 records that no honest client sends, by seed: nothing crashes, nothing grows.
@Suite struct HostileRecordTests {
    private static let seed: UInt64 = 4
    private static let recordsMax = 20_000
    /// What a connection may hold here at any time, in bytes.
    private static let heldBytesMax = 2 * TLSLimits.inputBytesMax + TLSLimits.controlBytesMax
    /// What the process may grow by meanwhile, in bytes; other tests run beside this one.
    private static let growthBytesMax = 128 << 20

    @Test func `hostile records neither crash nor fill the handler`() throws {
        var dice = Dice(seed: Self.seed)
        let contexts = [
            Identities.context,
            Identities.context(
                Identities.server, .optional(authorities: Identities.source("ca.pem"))),
        ]
        let clients = try clients()
        let before = try residentBytes()
        var (records, refused, survived, held, errors) = (0, 0, 0, 0, 0)
        while records < Self.recordsMax {
            let pair = try Pair(
                contexts[dice.roll(0...1)], MemoryClient(clients[dice.roll(0...3)]),
                isHalfClosable: dice.roll(0...1) == 0)
            records += try attack(pair, &dice, &held)
            if pair.isOpen { survived += 1 } else { refused += 1 }
            pair.drop()
            errors = max(errors, pair.seen.errors.count)
        }
        #expect(errors == 1)
        #expect(held <= Self.heldBytesMax)
        #expect(refused > 0 && survived > 0)
        #expect(try residentBytes() - before < Self.growthBytesMax)
    }

    /// Clients of both versions, with a certificate and without.
    private func clients() throws -> [MemoryClient.Context] {
        try [TLS1_2_VERSION, TLS1_3_VERSION].flatMap { version in
            try [nil, Identities.identity("client")].map { identity in
                try MemoryClient.Context(
                    .init(versions: version...version, identity: identity))
            }
        }
    }

    /// Lets the client come some way, then changes what it sends. Returns how many records were
    /// changed while the handler listened.
    private func attack(_ pair: Pair, _ dice: inout Dice, _ held: inout Int) throws -> Int {
        var fed = 0
        var honest = dice.roll(0...3)
        var toServer = pair.client.take([])
        for _ in 0..<12 where pair.isOpen {
            if toServer.isEmpty { toServer = pair.client.send(Array("GET / HTTP/1.1".utf8)) }
            if toServer.isEmpty { toServer = [UInt8](repeating: 22, count: 5) }
            for record in Self.records(toServer) where pair.isOpen {
                if honest > 0 {
                    honest -= 1
                    try pair.feed(record)
                } else {
                    for bytes in Self.change(record, &dice) where pair.isOpen {
                        try pair.feed(bytes)
                        fed += 1
                    }
                }
                held = max(held, pair.handler.heldBytes)
            }
            toServer = pair.client.take(try pair.sent())
        }
        return fed
    }

    /// Divides a stream into records.
    private static func records(_ bytes: [UInt8]) -> [[UInt8]] {
        var records: [[UInt8]] = []
        var rest = bytes[...]
        while rest.count >= 5 {
            let start = rest.startIndex
            let length = 5 + Int(rest[start + 3]) << 8 + Int(rest[start + 4])
            records.append(Array(rest.prefix(length)))
            rest = rest.dropFirst(length)
        }
        return rest.isEmpty ? records : records + [Array(rest)]
    }

    /// One record as several hostile ones, or one.
    private static func change(_ record: [UInt8], _ dice: inout Dice) -> [[UInt8]] {
        var changed = record
        let place = dice.roll(0...record.count - 1)
        switch dice.roll(0...11) {
        case 0: changed[place] ^= 1 << UInt8(dice.roll(0...7))
        case 1:
            for _ in 0..<dice.roll(1...20) {
                changed[dice.roll(0...record.count - 1)] = UInt8(dice.roll(0...255))
            }
        case 2: changed.removeLast(record.count - place)
        case 3: return [record, record]
        case 4: changed[0] = UInt8(dice.roll(18...26))
        case 5:
            guard changed.count > 4 else { break }
            changed[3] = UInt8(dice.roll(0...255))
            changed[4] = UInt8(dice.roll(0...255))
        case 6: changed.insert(contentsOf: noise(dice.roll(1...300), &dice), at: place)
        case 7: return [noise(dice.roll(1...20_000), &dice)]
        case 8: return (0..<dice.roll(1...40)).map { _ in [UInt8(dice.roll(20...23)), 3, 3, 0, 0] }
        case 9: return dice.chunks(of: record, largest: 40)
        case 10:
            return [[22, 3, 3, 0, 4, 1, 0, 0, 0], [21, 3, 3, 0, 2, 1, UInt8(dice.roll(0...120))]]
        default:
            let size = dice.roll(1...16_640)
            return [[23, 3, 3, UInt8(size >> 8), UInt8(size & 255)] + noise(size, &dice)]
        }
        return changed.isEmpty ? [record] : [changed]
    }

    private static let noises: [UInt8] = {
        var dice = Dice(seed: seed)
        return (0..<65_536).map { _ in UInt8(truncatingIfNeeded: dice.next()) }
    }()

    private static func noise(_ count: Int, _ dice: inout Dice) -> [UInt8] {
        let place = dice.roll(0...noises.count - count)
        return Array(noises[place..<place + count])
    }

    private func residentBytes() throws -> Int {
        let fields = try String(contentsOfFile: "/proc/self/statm", encoding: .utf8)
            .split(separator: " ")
        return try #require(fields.count > 1 ? Int(fields[1]) : nil) * 4096
    }
}
