import Foundation
import GRDB
import Jobs
import Testing

@testable import Store

@Suite struct OpeningTests {
    @Test func `a newer database is refused and left as it is`() throws {
        let place = try TemporaryStore()
        try place.open().close()
        try place.tamper("PRAGMA user_version = 99")
        let known = Int64(Schema.migrations.count)
        #expect(throws: StoreError.newer(path: place.path, found: 99, known: known)) {
            try place.open()
        }
        try place.tamper("PRAGMA user_version = \(known)")
        #expect(try place.open().check() == [])
    }

    @Test func `an older database is not read without bringing it up to date`() throws {
        let place = try TemporaryStore()
        try place.open().close()
        try place.tamper("PRAGMA user_version = 0")
        let known = Int64(Schema.migrations.count)
        #expect(throws: StoreError.older(path: place.path, found: 0, known: known)) {
            try place.open(.reading)
        }
    }

    @Test func `another program's database is refused and left as it is`() throws {
        let place = try TemporaryStore()
        try place.tamper("CREATE TABLE theirs (id INTEGER)")
        let before = try Data(contentsOf: URL(fileURLWithPath: place.path))
        #expect(throws: StoreError.notAStore(path: place.path)) { try place.open() }
        #expect(try Data(contentsOf: URL(fileURLWithPath: place.path)) == before)
    }

    @Test(arguments: ["this is no database at all, but a text\n", "SQLite format 3\0"])
    func `a file that is no database is refused`(text: String) throws {
        let place = try TemporaryStore()
        try Data((text + String(repeating: "x", count: 5000)).utf8).write(
            to: URL(fileURLWithPath: place.path))
        #expect(throws: StoreError.notAStore(path: place.path)) { try place.open() }
    }

    @Test func `a file that was cut off is refused as damaged`() throws {
        let place = try TemporaryStore()
        let store = try place.open()
        try store.commit(SampleHistory.changes)
        try store.close()
        truncate(place.path, 16_384)
        let error = #expect(throws: StoreError.self) { try place.open() }
        guard case .damaged = error else {
            Issue.record("\(String(describing: error))")
            return
        }
    }

    @Test func `damage inside is found by the check and is an error when it is read`() throws {
        let place = try TemporaryStore()
        let store = try place.open()
        for number in 1...400 {
            try store.commit([.jobAccepted(JobID(number), .plain(tasks: 5), microseconds: 1)])
        }
        try store.close()
        let file = try FileHandle(forUpdating: URL(fileURLWithPath: place.path))
        for page in stride(from: 60, to: 80, by: 2) {
            try file.seek(toOffset: UInt64(page) * 4096)
            try file.write(contentsOf: Data(repeating: 0xa5, count: 4096))
        }
        try file.close()
        let damaged = try place.open()
        let findings = damaged.check()
        #expect(findings.contains { $0.contains("damaged") }, "\(findings)")
        #expect(throws: StoreError.self) {
            for number in 1...400 {
                _ = try damaged.submission(of: JobID(number), withTexts: true)
                _ = try damaged.jobs(JobFilter(), before: nil, limit: 1000)
            }
        }
    }

    @Test func `a missing database is made by its owner only`() throws {
        let place = try TemporaryStore()
        #expect(throws: StoreError.missing(path: place.path)) { try place.open(.reading) }
        #expect(try place.open().lastJobNumber() == 0)
        let nowhere = place.directory + "/nowhere/orchestro.sqlite"
        let error = #expect(throws: StoreError.self) {
            try Store(path: nowhere, access: .sole)
        }
        #expect(error?.description.contains("No such file or directory") == true)
    }

    @Test func `nobody else may read what is kept`() throws {
        let place = try TemporaryStore()
        let store = try place.open()
        try store.commit(SampleHistory.changes)
        for ending in ["", "-wal", "-shm", ".lock"] {
            let attributes = try FileManager.default.attributesOfItem(atPath: place.path + ending)
            #expect(attributes[.posixPermissions] as? Int == 0o600, "\(ending)")
        }
    }

    @Test func `a second owner is refused, a reader is not`() throws {
        let place = try TemporaryStore()
        let owner = try place.open()
        try owner.commit(SampleHistory.changes)
        #expect(throws: StoreError.inUse(path: place.path + ".lock")) { try place.open() }
        let reader = try place.open(.reading)
        #expect(try reader.lastJobNumber() == 2)
        #expect(reader.check() == [])
        try reader.close()
    }

    @Test func `a commit waits for the disk, and memory and log are bounded`() throws {
        let place = try TemporaryStore()
        let store = try place.open()
        let settings = try store.pool.writeWithoutTransaction { db in
            try ["synchronous", "journal_mode", "foreign_keys", "auto_vacuum", "cache_size"].map {
                try DatabaseValue.fetchOne(db, sql: "PRAGMA \($0)")?.description ?? ""
            }
        }
        #expect(settings == ["2", "\"wal\"", "1", "2", "-4096"])
        #expect(try store.read { try $0.integer("PRAGMA cache_size") } == -512)
    }

    @Test func `every error says what to do`() {
        let errors: [StoreError] = [
            .missing(path: "/a"), .notAStore(path: "/a"), .newer(path: "/a", found: 2, known: 1),
            .older(path: "/a", found: 1, known: 2), .damaged(path: "/a", detail: "b"),
            .inUse(path: "/a"), .cannotOpen(path: "/a", reason: "b"), .full(path: "/a"),
            .ioFailed(path: "/a", detail: "b"), .busy(path: "/a"),
        ]
        for error in errors {
            #expect(error.description.hasPrefix("/a: "))
            #expect(error.description.contains(";"), "\(error)")
        }
    }
}
