import Foundation
import Jobs
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

    private func kept(_ content: String) throws -> String {
        let draft = try uploads.draft(bytesMax: 10_000)
        try draft.write((Tar.entry("a", content) + Tar.end)[...])
        return try uploads.keep(draft).digest
    }

    @Test func `one that is not stored yet is not removed, and one that nobody uses is`() throws {
        let first = try kept("1")
        #expect(try kept("1") == first)
        let second = try kept("2")
        uploads.collect { [] }
        #expect(try names().count == 2)
        uploads.release(first)
        uploads.release(second)
        // One of the two jobs with the first content is still on its way.
        uploads.collect { [] }
        #expect(try names() == ["\(first).tar"])
        uploads.release(first)
        uploads.collect { [first] }
        #expect(try names() == ["\(first).tar"])
        uploads.collect { [] }
        #expect(try names() == [])
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
