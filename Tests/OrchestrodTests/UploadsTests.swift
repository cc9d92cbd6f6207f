import Foundation
import Jobs
import Settings
import Store
import TestSupport
import Testing

@testable import orchestrod

/// The directory of what jobs brought along.
@Suite struct UploadsTests {
    private let root: String
    private let uploads: Uploads

    init() throws {
        root = try RunningDaemon.scratch()
        uploads = Uploads(root: root)
    }

    private func names() throws -> [String] {
        try FileManager.default.contentsOfDirectory(atPath: root).sorted()
    }

    private static let owner = Owner(account: "ada", userID: 1)

    private func kept(
        _ content: String, _ limits: OwnerLimits = OwnerLimits(), of owner: Owner = Self.owner,
        stored: [String: Int] = [:]
    ) throws -> Submission.Upload {
        let draft = try uploads.draft(bytesMax: 10_000)
        try draft.write((Tar.entry("a", content) + Tar.end)[...])
        return try uploads.keep(
            draft, UploadQuota(owner: owner, limits: limits) { () throws(StoreError) in stored })
    }

    @Test func `one that is not stored yet is not removed, and one that nobody uses is`() throws {
        let first = try kept("1")
        #expect(try kept("1") == first)
        let second = try kept("2")
        uploads.collect { [] }
        #expect(try names().count == 2)
        uploads.release(first, of: 1)
        uploads.release(second, of: 1)
        // One of the two jobs with the first content is still on its way.
        uploads.collect { [] }
        #expect(try names() == ["\(first.digest).tar"])
        uploads.release(first, of: 1)
        uploads.collect { [first.digest] }
        #expect(try names() == ["\(first.digest).tar"])
        uploads.collect { [] }
        #expect(try names() == [])
    }

    @Test func `what is stored and what is on its way count together, each content once`() throws {
        var limits = OwnerLimits()
        limits.uploads = 2
        let first = try kept("1", limits)
        // Another owner has a quota of its own.
        _ = try kept("2", limits, of: Owner(account: "bob", userID: 2))
        let second = try kept("2", limits)
        #expect(throws: UploadDraft.Failure.self) { try kept("3", limits) }
        #expect(try names().count == 2)
        _ = try kept("1", limits)
        uploads.release(second, of: 1)
        let stored = [second.digest: second.bytes]
        #expect(throws: UploadDraft.Failure.self) { try kept("3", limits, stored: stored) }
        _ = try kept("3", limits)
        limits.uploads = 9
        limits.uploadBytes = first.bytes
        #expect(throws: UploadDraft.Failure.self) { try kept("4", limits) }
    }

    @Test func `a draft that is given up leaves nothing`() throws {
        do {
            let draft = try uploads.draft(bytesMax: 10)
            #expect(throws: UploadDraft.Failure.self) { try draft.write(Tar.end[...]) }
            #expect(try names().count == 1)
        }
        #expect(try names() == [])
        try Data().write(to: URL(fileURLWithPath: root + "/coming-x"))
        uploads.removeDrafts()
        #expect(try names() == [])
    }

    @Test func `an account sends a few at once, all together some more`() {
        for _ in 0..<HTTPLimits.uploadsOfAccountMax { #expect(uploads.begin(1)) }
        #expect(!uploads.begin(1))
        #expect(uploads.begin(2))
        uploads.ended(1)
        #expect(uploads.begin(1))
        for user in 3..<40 { _ = uploads.begin(UInt32(user)) }
        #expect(!uploads.begin(99))
    }
}
