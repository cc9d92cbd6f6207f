import Glibc
import Testing

@testable import Engine

@Suite struct TarArchiveTests {
    @Test func `a pax record counts its own length`() {
        for count in [0, 1, 80, 87, 88, 89, 90, 980, 987, 988, 989, 5000] {
            let record = TarArchive.record("path", String(repeating: "x", count: count))
            let text = String(decoding: record, as: UTF8.self)
            #expect(Int(text.prefix { $0 != " " }) == record.count)
        }
    }

    @Test func `an archive without files stays empty`() throws {
        try withArchive { archive, _ in
            #expect(throws: FileFailure.self) { try archive.add("/no/such/file", as: "a") }
            #expect(throws: FileFailure.self) { try archive.add("/dev/null", as: "a") }
            try archive.finish()
        } check: { bytes in
            #expect(bytes == [])
        }
    }

    @Test func `a full disk is told apart`() throws {
        let full = open("/dev/full", O_WRONLY)
        defer { close(full) }
        let directory = open("/tmp", O_RDONLY | O_DIRECTORY)
        defer { close(directory) }
        let archive = TarArchive(descriptor: full, name: "a test")
        let failure = #expect(throws: FileFailure.self) {
            try archive.addDirectory(open: directory, from: "/tmp", as: "a")
        }
        #expect(failure?.isNoRoom == true)
        let missing = #expect(throws: FileFailure.self) { try archive.add("/no/such", as: "a") }
        #expect(missing?.isNoRoom == false)
    }

    @Test func `blocks are whole and the head tells name, size and sum`() throws {
        try withArchive { archive, directory in
            let path = directory + "/content"
            let descriptor = open(path, O_WRONLY | O_CREAT, 0o640)
            _ = Glibc.write(descriptor, "abc", 3)
            close(descriptor)
            try archive.add(path, as: "dir/é.txt")
            try archive.finish()
        } check: { bytes in
            #expect(bytes.count == 4 * 512)
            #expect(String(decoding: bytes[..<10], as: UTF8.self) == "dir/é.txt")
            #expect(String(decoding: bytes[100..<107], as: UTF8.self) == "0000640")
            #expect(String(decoding: bytes[124..<135], as: UTF8.self) == "00000000003")
            #expect(Array(bytes[512..<516]) == Array("abc\u{0}".utf8))
            let told = Int(String(decoding: bytes[148..<154], as: UTF8.self), radix: 8)
            let sum = bytes[..<512].enumerated().reduce(0) {
                $0 + (148..<156 ~= $1.offset ? 32 : Int($1.element))
            }
            #expect(told == sum)
        }
    }

    private func withArchive(
        _ body: (TarArchive, _ directory: String) throws -> Void, check: ([UInt8]) -> Void
    ) throws {
        let directory = try PrivateDirectory(below: "/tmp")
        let path = directory.path + "/archive"
        let descriptor = open(path, O_RDWR | O_CREAT, 0o600)
        try body(TarArchive(descriptor: descriptor, name: "a test"), directory.path)
        close(descriptor)
        check(try readWhole(path, bytesMax: 1 << 20))
        try directory.remove()
    }
}
