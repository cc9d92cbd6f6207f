import Foundation
import TestSupport
import Testing

@testable import Engine

/// A job's own directory, as the account unpacks it.
@Suite final class UploadUnpackingTests {
    private let directory: String

    init() throws {
        directory =
            FileManager.default.temporaryDirectory
            .appendingPathComponent("unpack-\(UUID().uuidString)").path
        try FileManager.default.createDirectory(
            atPath: directory + "/unpacked", withIntermediateDirectories: true)
    }

    deinit {
        // A directory that cannot be removed is left to the system's tidying.
        try? FileManager.default.removeItem(atPath: directory)
    }

    private func unpack(_ archive: [UInt8], isStopped: () -> Bool = { false }) throws {
        let path = directory + "/archive"
        try Data(archive).write(to: URL(fileURLWithPath: path))
        let file = try #require(FileHandle(forReadingAtPath: path))
        try UploadUnpacking.unpack(
            file.fileDescriptor, into: directory + "/unpacked", isStopped: isStopped)
    }

    private func mode(_ name: String) throws -> Int {
        let path = directory + "/unpacked/" + name
        let attributes = try FileManager.default.attributesOfItem(atPath: path)
        return try #require(attributes[.posixPermissions] as? Int)
    }

    @Test func `files come as they are, executable where they were, set-user bits not`() throws {
        try unpack(
            Tar.entry("a/b/tool", "#!x", mode: 0o6755) + Tar.entry("a/b/data", "d", mode: 0o600)
                + Tar.entry("e/", kind: "5") + Tar.end)
        let text = try String(contentsOfFile: directory + "/unpacked/a/b/data", encoding: .utf8)
        #expect(text == "d")
        #expect(try mode("a/b/tool") & 0o7111 == 0o111)
        #expect(try mode("a/b/data") & 0o7111 == 0)
        let empty = directory + "/unpacked/e"
        #expect(try FileManager.default.contentsOfDirectory(atPath: empty) == [])
    }

    @Test func `a link in the way is not followed`() throws {
        let outside = directory + "/outside"
        try FileManager.default.createDirectory(
            atPath: outside, withIntermediateDirectories: true)
        try FileManager.default.createSymbolicLink(
            atPath: directory + "/unpacked/l", withDestinationPath: outside)
        try FileManager.default.createSymbolicLink(
            atPath: directory + "/unpacked/f", withDestinationPath: outside + "/f")
        for name in ["l/x", "f"] {
            #expect(throws: FileFailure.self) { try unpack(Tar.entry(name, "x") + Tar.end) }
        }
        #expect(try FileManager.default.contentsOfDirectory(atPath: outside) == [])
    }

    @Test func `what the daemon should have refused is refused again`() throws {
        for archive in [Tar.entry("../x", "x") + Tar.end, Tar.entry("a", "x")] {
            #expect(throws: FileFailure.self) { try unpack(archive) }
        }
        #expect(!FileManager.default.fileExists(atPath: directory + "/x"))
    }

    @Test func `an attempt that is stopped does not unpack`() throws {
        try unpack(Tar.entry("a", "x") + Tar.end, isStopped: { true })
        #expect(try FileManager.default.contentsOfDirectory(atPath: directory + "/unpacked") == [])
    }
}
