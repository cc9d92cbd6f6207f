import Access
import GRDB
import Jobs
import Testing

@testable import Store

/// Keys, the audit log and uses as they are kept.
@Suite struct StoreAccessTests {
    /// A closed store with the samples.
    private func filled() throws -> TemporaryStore {
        let place = try TemporaryStore()
        let store = try place.open()
        try store.commit(SampleAccess.changes)
        try store.close()
        return place
    }

    @Test func `keys come back as they were stored, after a restart too`() throws {
        let place = try filled()
        let store = try place.open()
        #expect(try store.keys(of: nil, after: nil, limit: 10) == SampleAccess.keys)
        try store.close()
        let reopened = try place.open()
        #expect(try reopened.keys(of: nil, after: nil, limit: 10) == SampleAccess.keys)
        #expect(try reopened.key(KeyID(3)) == SampleAccess.keys[0])
        #expect(try reopened.key(KeyID(5)) == nil)
        #expect(try reopened.keys(of: 1000, after: nil, limit: 10).map(\.id) == [KeyID(3)])
        #expect(try reopened.keys(of: nil, after: KeyID(3), limit: 10).map(\.id) == [KeyID(4)])
        #expect(try reopened.lastKeyNumber() == 4)
        #expect(reopened.check() == [])
    }

    @Test func `no text of a key is in the file`() throws {
        let place = try TemporaryStore()
        let store = try place.open()
        let secret = KeySecret(randomBytes: [UInt8](repeating: 0x5A, count: 32))
        var key = SampleAccess.key
        key.digest = secret.digest
        try store.commit([.key(.created(key))])
        try store.close()
        let file = try DatabaseQueue(path: place.path)
        let dump = try file.read { db in
            try Row.fetchAll(db, sql: "SELECT * FROM keys").map(\.description).joined()
        }
        #expect(dump.contains(secret.digest.hex))
        #expect(!dump.contains(secret.text.dropFirst(10)))
    }

    @Test func `two keys have no number and no digest in common`() throws {
        let place = try filled()
        let store = try place.open()
        var twin = SampleAccess.key
        twin.id = KeyID(9)
        #expect(throws: StoreError.self) { try store.commit([.key(.created(twin))]) }
        twin.id = KeyID(3)
        twin.digest = KeyDigest(of: "nine")
        #expect(throws: StoreError.self) { try store.commit([.key(.created(twin))]) }
        #expect(throws: StoreError.self) {
            try store.commit([.key(.revoked(KeyID(9), microseconds: 1))])
        }
        #expect(try store.keys(of: nil, after: nil, limit: 10) == SampleAccess.keys)
    }

    @Test func `the audit log is read from its end`() throws {
        let place = try filled()
        let store = try place.open()
        let all = try store.audit(AuditFilter(), before: nil, limit: 10)
        #expect(all.map(\.entry) == [SampleAccess.wrong, SampleAccess.made])
        let rest = try store.audit(AuditFilter(), before: all[0].number, limit: 10)
        #expect(rest.map(\.entry) == [SampleAccess.made])
        var filter = AuditFilter()
        filter.action = .keyWrong
        #expect(
            try store.audit(filter, before: nil, limit: 10).map(\.entry) == [SampleAccess.wrong])
        filter.key = KeyID(3)
        #expect(try store.audit(filter, before: nil, limit: 10) == [])
    }

    @Test(arguments: [
        "UPDATE audit SET actor = 'nobody'", "DELETE FROM audit",
        "DELETE FROM audit WHERE last < 950",
        "INSERT OR REPLACE INTO meta VALUES ('audit_horizon', '100'); DELETE FROM audit",
    ])
    func `nobody changes or shortens the audit log`(sql: String) throws {
        let place = try filled()
        #expect(throws: DatabaseError.self) { try place.tamper(sql) }
        let reopened = try place.open()
        #expect(try reopened.audit(AuditFilter(), before: nil, limit: 10).count == 2)
    }

    @Test func `what is old is forgotten, and numbers are not used again`() throws {
        let place = try filled()
        let store = try place.open()
        #expect(try store.forgetAccess(before: 100) == [])
        #expect(try store.audit(AuditFilter(), before: nil, limit: 10).count == 2)
        #expect(try store.forgetAccess(before: 401) == [KeyID(4)])
        let left = try store.audit(AuditFilter(), before: nil, limit: 10)
        #expect(left.map(\.entry) == [SampleAccess.wrong])
        #expect(try store.forgetAccess(before: 2 * UsageDay.microseconds) == [])
        #expect(try store.audit(AuditFilter(), before: nil, limit: 10) == [])
        #expect(
            try store.usage(of: nil, key: nil, since: 0, after: nil, limit: 10) == [])
        try store.commit([.audited(SampleAccess.made)])
        #expect(try store.audit(AuditFilter(), before: nil, limit: 10).map(\.number) == [3])
        #expect(try store.lastKeyNumber() == 4)
    }

    @Test func `uses of a day add up and are read in pages`() throws {
        let place = try filled()
        let store = try place.open()
        var next = SampleAccess.use
        try store.commit([.used(next)])
        next.day = 2
        try store.commit([.used(next)])
        let all = try store.usage(of: nil, key: nil, since: 0, after: nil, limit: 10)
        #expect(all.map(\.day) == [2, 1])
        #expect(all.map(\.counts.requests) == [2, 4])
        #expect(all.map(\.counts.jobs) == [1, 2])
        #expect(try store.key(KeyID(3))?.usesCount == 6)
        let end = UsagePlace(day: 2, key: KeyID(3))
        let rest = try store.usage(of: 1000, key: KeyID(3), since: 0, after: end, limit: 10)
        #expect(rest.map(\.day) == [1])
        #expect(try store.usage(of: 1001, key: nil, since: 0, after: nil, limit: 10) == [])
        #expect(try store.usage(of: nil, key: nil, since: 2, after: nil, limit: 10).count == 1)
    }

    @Test func `open tasks of a key's jobs are counted`() throws {
        let place = try filled()
        let store = try place.open()
        var event = Numbering()
        var submission = Submission.plain(tasks: 3)
        submission.key = 3
        try store.commit([
            .jobAccepted(JobID(1), submission, microseconds: 1), event(.submitted(JobID(1))),
            .jobAccepted(JobID(2), .plain(), microseconds: 1), event(.submitted(JobID(2))),
            event(.taskFinished(TaskKey(JobID(1), TaskID(0)), outcome: "skipped", reason: nil)),
        ])
        #expect(try store.openTasks(of: KeyID(3)) == 2)
        #expect(try store.openTasks(of: KeyID(4)) == 0)
        #expect(try store.submission(of: JobID(1), withTexts: true)?.key == 3)
    }

    @Test(arguments: [
        "scopes = '[\"read\",\"fly\"]'", "networks = '[\"anywhere\"]'", "digest = 'ab'",
        "owner_user = -1",
    ])
    func `a damaged key is an error, not one that may more`(assignment: String) throws {
        let place = try filled()
        try place.tamper("UPDATE keys SET \(assignment) WHERE id = 3")
        let reopened = try place.open()
        #expect(throws: StoreError.self) { try reopened.key(KeyID(3)) }
    }
}
