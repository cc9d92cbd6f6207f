import TestSupport
import Testing
import Wire

/// The daemon's and the worker's reading of an uploaded directory.
@Suite struct UploadReaderTests {
    private func read(_ archive: [UInt8], pieces: Int = 512) throws -> [UploadReader.Part] {
        var reader = UploadReader()
        var parts: [UploadReader.Part] = []
        for place in stride(from: 0, to: archive.count, by: pieces) {
            parts += try reader.take(archive[place..<min(place + pieces, archive.count)])
        }
        try reader.finish()
        return parts
    }

    private func mistake(_ archive: [UInt8]) -> String {
        let mistake = #expect(throws: UploadReader.Mistake.self) { try read(archive) }
        return mistake?.message ?? ""
    }

    @Test(arguments: [1, 7, 512, 100_000])
    func `files and directories come in their order, however divided`(pieces: Int) throws {
        let archive =
            Tar.entry("./", kind: "5") + Tar.entry("./bin/", kind: "5")
            + Tar.entry("./bin/tool", "#!x\n", mode: 0o4755) + Tar.entry("a.yaml", "", mode: 0o640)
            + Tar.end
        let parts = try read(archive, pieces: pieces).filter {
            if case .bytes = $0 { false } else { true }
        }
        #expect(
            parts == [
                .directory(path: "bin"), .file(path: "bin/tool", isExecutable: true), .end,
                .file(path: "a.yaml", isExecutable: false), .end,
            ])
    }

    @Test func `a long name comes from a pax header`() throws {
        let name = String(repeating: "n", count: 150) + "/é.txt"
        let parts = try read(
            Tar.pax(["mtime": "1.5", "path": name]) + Tar.entry("x", "c") + Tar.end)
        #expect(parts.first == .file(path: name, isExecutable: false))
    }

    @Test func `it knows its directories, with those that only follow from others`() throws {
        var reader = UploadReader()
        _ = try reader.take((Tar.entry("a/b/c", "") + Tar.entry("d/", kind: "5") + Tar.end)[...])
        #expect(["/", "/a", "/a/b", "/d"].allSatisfy(reader.hasDirectory))
        let others = ["", "a", "/a/", "/a/b/c", "/a/..", "/x", "//a"]
        #expect(!others.contains(where: reader.hasDirectory))
        #expect(reader.entriesCount == 4)
    }

    static let hostile: [(String, [UInt8], String)] = [
        ("symbolic link", Tar.entry("l", kind: "2", link: "/etc/passwd"), "`l` is a symbolic link"),
        ("hard link", Tar.entry("l", kind: "1", link: "a"), "`l` is a hard link"),
        ("device", Tar.entry("sda", kind: "4"), "`sda` is a device"),
        ("character device", Tar.entry("tty", kind: "3"), "`tty` is a device"),
        ("pipe", Tar.entry("p", kind: "6"), "`p` is a named pipe"),
        ("sparse", Tar.entry("s", kind: "S"), "`s` is a sparse file"),
        ("GNU name", Tar.entry("././@LongLink", "x", kind: "L"), "tar --format=pax"),
        ("unknown", Tar.entry("?", kind: "Z"), "of a kind that is not known"),
        ("absolute", Tar.entry("/etc/passwd", ""), "`/etc/passwd` is an absolute path"),
        ("absolute by pax", Tar.pax(["path": "/x"]) + Tar.entry("a", ""), "absolute"),
        ("upward", Tar.entry("a/../../b", ""), "`a/../../b` leads upward"),
        ("upward directory", Tar.entry("../", kind: "5"), "leads upward"),
        ("upward by pax", Tar.pax(["path": "a/.."]) + Tar.entry("a", ""), "leads upward"),
        ("upward by prefix", Tar.entry("b", "", prefix: "a/.."), "`a/../b` leads upward"),
        ("twice", Tar.entry("a", "") + Tar.entry("./a", ""), "`./a` is there twice"),
        ("twice by slashes", Tar.entry("a/b", "") + Tar.entry("a//b", ""), "is there twice"),
        (
            "directory twice", Tar.entry("a/", kind: "5") + Tar.entry("a/", kind: "5"),
            "is there twice"
        ),
        ("file, directory", Tar.entry("a", "") + Tar.entry("a/", kind: "5"), "is there twice"),
        ("directory, file", Tar.entry("a/b", "") + Tar.entry("a", ""), "`a` is there twice"),
        ("below a file", Tar.entry("a", "") + Tar.entry("a/b", ""), "`a`, which is a file"),
        ("file as directory", Tar.entry("a/", ""), "with the name of a directory"),
        ("directory with content", Tar.entry("a/", "x", kind: "5"), "with a content"),
        ("no UTF-8", Tar.entry(bytes: [0x61, 0xFF], []), "is not UTF-8"),
        ("no name", Tar.entry("", ""), "has no name"),
        ("root as file", Tar.entry(".", ""), "has no name"),
        ("NUL", Tar.pax(["path": "a\0b"]) + Tar.entry("x", ""), "has a NUL"),
        (
            "long name", Tar.pax(["path": String(repeating: "n", count: 256)]) + Tar.entry("x", ""),
            "more than 255 bytes"
        ),
        (
            "long path",
            Tar.pax(["path": String(repeating: "nn/", count: 400) + "n"]) + Tar.entry("x", ""),
            "longer than 1024 bytes"
        ),
        (
            "deep",
            Tar.entry(
                String(repeating: "d/", count: 48) + "x", "",
                prefix: String(repeating: "d/", count: 20)), "64 directories deep"
        ),
        ("size by pax", Tar.pax(["size": "1"]) + Tar.entry("a", ""), "`size`"),
        ("sparse by pax", Tar.pax(["GNU.sparse.major": "1"]) + Tar.entry("a", ""), "`GNU.sparse"),
        ("link by pax", Tar.pax(["linkpath": "/"]) + Tar.entry("a", ""), "`linkpath`"),
        ("pax alone", Tar.pax(["path": "a"]), "no entry behind it"),
        ("pax twice", Tar.pax(["path": "a"]) + Tar.pax(["path": "a"]), "no entry behind it"),
        ("pax empty", Tar.entry("pax", kind: "x"), "no content"),
        ("pax damaged", Tar.entry("pax", "9 path=a", kind: "x") + Tar.entry("a", ""), "damaged"),
        ("noise", [UInt8](repeating: 0x41, count: 512), "octal number"),
        ("checksum", Tar.damaged(Tar.entry("a", ""), at: 0), "no tar archive"),
        ("mode", Tar.damaged(Tar.entry("a", ""), at: 148), "octal number"),
    ]

    @Test(arguments: hostile.indices) func `what is hostile is refused by its name`(index: Int) {
        let (what, archive, says) = Self.hostile[index]
        let message = mistake(archive + Tar.end)
        #expect(message.contains(says), "\(what): \(message)")
    }

    @Test func `an archive must have its end and nothing behind it`() {
        #expect(mistake([]).contains("in the middle"))
        #expect(mistake(Tar.entry("a", "b")).contains("in the middle"))
        #expect(mistake(Array(Tar.entry("a", "b")[..<700])).contains("in the middle"))
        let more = Tar.entry("b", "")
        #expect(mistake(Tar.end + more).contains("behind the archive's end"))
        let half = Array(Tar.end[..<512])
        #expect(mistake(half + more).contains("behind the archive's end"))
    }

    @Test func `entries are bounded, with directories that only follow`() {
        var archive: [UInt8] = []
        for number in 0...UploadLimits.entriesMax / 2 { archive += Tar.entry("\(number)/x", "") }
        #expect(mistake(archive + Tar.end).contains("more than 10000 files"))
    }

    @Test func `names for messages are short and harmless`() {
        let message = mistake(Tar.entry("/\u{1B}[2J\u{9B}" + String(repeating: "x", count: 90), ""))
        #expect(!message.unicodeScalars.contains { $0.value < 32 || (0x7F...0x9F) ~= $0.value })
    }

    @Test(arguments: 0..<200) func `whatever the bytes, they are read or refused`(seed: UInt64) {
        var dice = Dice(seed: seed)
        var archive =
            Tar.pax(["path": "d/long"]) + Tar.entry("x", "content") + Tar.entry("b/", kind: "5")
            + Tar.end
        for _ in 0...dice.roll(0...3) {
            archive[dice.roll(0...archive.count - 1)] = UInt8(dice.roll(0...255))
        }
        let first = try? read(archive, pieces: dice.roll(1...700))
        let second = try? read(archive, pieces: 100_000)
        #expect((first == nil) == (second == nil))
    }
}
