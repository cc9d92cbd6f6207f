import Foundation
import Testing

@testable import orchestroctl

/// Archives as Python's tarfile writes them, whole and damaged.
@Suite struct TarReaderTests {
    private static let script = """
        import io, sys, tarfile
        archive = tarfile.open(fileobj=sys.stdout.buffer, mode="w|", format=tarfile.USTAR_FORMAT)
        def add(name, data, **more):
            info = tarfile.TarInfo(name)
            info.size = len(data)
            for key in more: setattr(info, key, more[key])
            archive.addfile(info, io.BytesIO(data))
        add("files", b"", type=tarfile.DIRTYPE)
        add("files/a.txt", b"a" * 1000)
        add("./b", b"")
        add("../evil", b"no")
        add("/etc/evil", b"no")
        add("x/../../evil", b"no")
        add("link", b"", type=tarfile.SYMTYPE, linkname="/etc/passwd")
        add("d" * 90 + "/" + "e" * 90, b"long")
        add("exact", b"z" * 512)
        archive.close()
        """

    private static func archive(_ script: String = script) throws -> [UInt8] {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments = ["python3", "-c", script]
        let pipe = Pipe()
        process.standardOutput = pipe
        try process.run()
        let bytes = pipe.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        return Array(bytes)
    }

    private static func files(
        _ bytes: [UInt8], chunk: Int
    ) throws -> (files: [String: Int], isComplete: Bool) {
        var reader = TarReader()
        var files: [String: Int] = [:]
        var path = ""
        var place = 0
        while place < bytes.count {
            for part in try reader.take(Array(bytes[place..<min(bytes.count, place + chunk)])) {
                switch part {
                case .file(let name):
                    path = name
                    files[path] = 0
                case .bytes(let bytes): files[path, default: 0] += bytes.count
                case .end: path = ""
                }
            }
            place += chunk
        }
        return (files, reader.isComplete)
    }

    @Test(arguments: [1, 7, 512, 513, 100_000])
    func `regular files below the directory come out`(chunk: Int) throws {
        let (files, isComplete) = try Self.files(Self.archive(), chunk: chunk)
        let long = String(repeating: "d", count: 90) + "/" + String(repeating: "e", count: 90)
        #expect(files == ["files/a.txt": 1000, "b": 0, long: 4, "exact": 512])
        #expect(isComplete)
    }

    @Test(arguments: [1, 512, 100_000])
    func `names that are too long for ustar are whole`(chunk: Int) throws {
        let script = Self.script.replacingOccurrences(of: "USTAR_FORMAT", with: "PAX_FORMAT")
            .replacingOccurrences(of: "\"e\" * 90", with: "\"e\" * 190")
            .replacingOccurrences(of: "../evil", with: "../" + String(repeating: "v", count: 200))
        let (files, isComplete) = try Self.files(Self.archive(script), chunk: chunk)
        let long = String(repeating: "d", count: 90) + "/" + String(repeating: "e", count: 190)
        #expect(files == ["files/a.txt": 1000, "b": 0, long: 4, "exact": 512])
        #expect(isComplete)
    }

    @Test func `a cut archive is not complete`() throws {
        let whole = try Self.archive()
        #expect(try Self.files(Array(whole.prefix(1200)), chunk: 4096).isComplete == false)
        #expect(try Self.files(Array(whole.prefix(100)), chunk: 4096).isComplete == false)
    }

    @Test func `what is no archive is refused`() throws {
        var reader = TarReader()
        let noise = [UInt8](repeating: 65, count: 512)
        #expect(throws: TarReader.Mistake.self) { try reader.take(noise) }
    }

    @Test func `no damage traps`() throws {
        let whole = try Self.archive()
        for place in stride(from: 0, to: 2048, by: 3) {
            var bytes = whole
            bytes[place] ^= 0x55
            do {
                let (files, _) = try Self.files(bytes, chunk: 700)
                #expect(files.keys.allSatisfy { !$0.hasPrefix("/") && !$0.contains("..") })
            } catch {
                #expect(error is TarReader.Mistake)
            }
        }
    }
}
