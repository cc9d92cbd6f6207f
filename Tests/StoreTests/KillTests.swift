import Foundation
import GRDB
import Jobs
import StoreTestSupport
import TestSupport
import Testing

@testable import Store

@Suite struct KillTests {
    @Test(arguments: UInt64(1)...3)
    func `what was acknowledged is there after kill -9 at any moment`(seed: UInt64) throws {
        let place = try TemporaryStore()
        var dice = Dice(seed: seed)
        var maker = ChangeMaker(seed: seed)
        var model = StoreModel()
        var stored = 0
        for _ in 0..<8 {
            let writer = try Writer("commit", place.path, seed: seed, stored)
            let acknowledged = try writer.kill(after: dice.below(80)) ?? stored
            let store = try place.open()
            #expect(store.check() == [])
            let last = try store.lastEventNumber()
            // The batch that was on its way may be there or not, but not a part of it.
            while stored < acknowledged || (model.lastEvent?.number ?? 0) < last {
                model.apply(maker.next())
                stored += 1
            }
            #expect(stored - acknowledged <= 1, "seed \(seed)")
            if stored == acknowledged, try !model.isSameBesideEvents(in: store) {
                // A batch without an event was on its way and is there.
                model.apply(maker.next())
                stored += 1
            }
            try model.expectSame(in: store)
            try store.close()
        }
        #expect(stored > 0)
    }

    @Test func `a disk that is full refuses a batch as a whole and the store goes on`() throws {
        let place = try TemporaryStore()
        let writer = try Writer("fill", place.path, seed: 7, 400_000)
        let lines = try writer.lines()
        try #require(lines.count == 5, "\(lines)")
        #expect(lines[1] == "refused true")
        #expect(lines[3] == "still full")
        var maker = ChangeMaker(seed: 7)
        var model = StoreModel()
        let count = try #require(Int(lines[0].split(separator: " ")[1]))
        #expect(count > 3)
        for _ in 0..<count { model.apply(maker.next()) }
        #expect(lines[2] == "read \(model.lastEvent?.number ?? 0)")
        #expect(lines[4] == "stored \(count + 1)")
        model.apply(maker.next())
        let store = try place.open()
        try model.expectSame(in: store)
        #expect(store.check() == [])
    }

    @Test func `a full database is an error of its own`() throws {
        let place = try TemporaryStore()
        let store = try place.open()
        var maker = ChangeMaker(seed: 9)
        var model = StoreModel()
        try store.pool.writeWithoutTransaction {
            let pages = try $0.integer("PRAGMA page_count")
            try $0.execute(sql: "PRAGMA max_page_count = \(pages + 8)")
        }
        var batch = maker.next()
        let full = #expect(throws: StoreError.self) {
            while true {
                try store.commit(batch)
                model.apply(batch)
                batch = maker.next()
            }
        }
        #expect(full == .full(path: place.path))
        try model.expectSame(in: store)
        try store.pool.writeWithoutTransaction {
            try $0.execute(sql: "PRAGMA max_page_count = 1000000")
        }
        try store.commit(batch)
        model.apply(batch)
        try model.expectSame(in: store)
        #expect(store.check() == [])
    }
}

/// The process that writes.
private struct Writer {
    private let process = Process()
    private let output = Pipe()

    init(_ mode: String, _ path: String, seed: UInt64, _ number: Int) throws {
        process.executableURL = Bundle.main.executableURL?.deletingLastPathComponent()
            .appendingPathComponent("StoreWriter")
        process.arguments = [mode, path, String(seed), String(number)]
        process.standardInput = FileHandle.nullDevice
        process.standardOutput = output
        try process.run()
    }

    /// Kills it when it has acknowledged so many batches more; returns the last number it said.
    func kill(after count: Int) throws -> Int? {
        var bytes: [UInt8] = []
        while bytes.count(where: { $0 == UInt8(ascii: "\n") }) < count {
            let more = output.fileHandleForReading.availableData
            try #require(!more.isEmpty, "the writer ended by itself")
            bytes += more
        }
        Foundation.kill(process.processIdentifier, SIGKILL)
        process.waitUntilExit()
        bytes += output.fileHandleForReading.readDataToEndOfFile()
        // What was cut off by the end was not acknowledged.
        let whole = String(decoding: bytes, as: UTF8.self).split(
            separator: "\n", omittingEmptySubsequences: false
        ).dropLast()
        return whole.last.flatMap { Int($0) }
    }

    /// What it says until it ends by itself.
    func lines() throws -> [String] {
        let data = output.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        try #require(process.terminationStatus == 0)
        return String(decoding: data, as: UTF8.self).split(separator: "\n").map(String.init)
    }
}
