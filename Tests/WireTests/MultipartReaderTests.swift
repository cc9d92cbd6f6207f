import TestSupport
import Testing
import Wire

/// Forms as browsers, curl and Python send them, and as nobody should.
@Suite struct MultipartReaderTests {
    private struct Part: Equatable {
        var name: String
        var fileName: String?
        var content: String
    }

    private func read(
        _ form: String, boundary: String = "x", pieces: Int = 1000
    ) throws -> (parts: [Part], isComplete: Bool) {
        var reader = try MultipartReader(boundary: boundary)
        var parts: [Part] = []
        var bytes: [UInt8] = []
        let form = Array(form.utf8)
        for place in stride(from: 0, to: form.count, by: pieces) {
            let chunk = Array(form[place..<min(place + pieces, form.count)])
            for piece in try reader.take(chunk) {
                switch piece {
                case .part(let head):
                    parts.append(Part(name: head.name, fileName: head.fileName, content: ""))
                case .bytes(let more): bytes += more
                case .end:
                    parts[parts.count - 1].content = String(decoding: bytes, as: UTF8.self)
                    bytes = []
                }
            }
        }
        return (parts, reader.isComplete)
    }

    private static func part(_ name: String, _ content: String) -> String {
        "--x\r\nContent-Disposition: form-data; name=\"\(name)\"\r\n\r\n\(content)\r\n"
    }

    @Test(arguments: [1, 2, 3, 5, 1000])
    func `parts come whole, however divided`(pieces: Int) throws {
        let contents = ["", "a", "\r\n", "\r\n--", "--x", "\r\n--y\r\r\n-", "é\r", "\n--x\r\n"]
        let form = contents.map { Self.part("f", $0) }.joined() + "--x--\r\nepilogue\r\n--x\r\n"
        let (parts, isComplete) = try read(form, pieces: pieces)
        #expect(parts.map(\.content) == contents)
        #expect(isComplete)
    }

    @Test func `what curl and browsers write is read`() throws {
        let form =
            "preamble\r\n--x \t\r\ncontent-type: text/plain\r\nCONTENT-DISPOSITION: form-data;"
            + " name=file; filename=\"a\\\"b%22\\\\c.yaml\"\r\n\r\ntext\r\n--x--"
        let (parts, isComplete) = try read(form)
        #expect(parts == [Part(name: "file", fileName: "a\"b\"\\c.yaml", content: "text")])
        #expect(isComplete)
    }

    @Test func `a form that ends early is not complete`() throws {
        let form = Self.part("a", "b") + "--x--"
        for count in 0..<form.utf8.count {
            let beginning = String(decoding: Array(form.utf8)[..<count], as: UTF8.self)
            #expect(try !read(beginning).isComplete)
        }
    }

    static let types: [(String, String?)] = [
        ("multipart/form-data; boundary=abc", "abc"),
        ("Multipart/Form-Data ; charset=utf-8; Boundary=\"a b\"", "a b"),
        ("multipart/form-data", ""), ("multipart/form-data; boundary", ""),
        ("multipart/form-data; boundary=a; boundary=b", ""), ("multipart/mixed; boundary=a", nil),
        ("application/json", nil), ("", nil),
    ]

    @Test(arguments: types) func `the boundary is in the type`(type: String, boundary: String?) {
        #expect(MultipartReader.boundary(ofMediaType: type) == boundary)
    }

    @Test(arguments: ["", String(repeating: "b", count: 71), "a\n", "é", "a "])
    func `a boundary has its form`(boundary: String) {
        #expect(throws: MultipartReader.Mistake.self) { try MultipartReader(boundary: boundary) }
    }

    private static let start = "--x\r\nContent-Disposition: form-data; name=\"a\"\r\n"

    static let bad: [(String, String)] = [
        ("--x\r\n\r\nb\r\n--x--", "has no `Content-Disposition`"),
        ("--x\r\nContent-Type: a/b\r\n\r\n", "has no `Content-Disposition`"),
        ("--x\r\nnonsense\r\n\r\n", "has no colon"),
        ("--x\r\nContent-Disposition: attachment; name=a\r\n\r\n", "is not: form-data"),
        ("--x\r\nContent-Disposition: form-data; name=\"\"\r\n\r\n", "is not: form-data"),
        ("--x\r\nContent-Disposition: form-data; name=\"a\r\n\r\n", "is not: form-data"),
        ("--x\r\nContent-Disposition: form-data; filename=a\r\n\r\n", "is not: form-data"),
        (start + "Content-Disposition: form-data; name=b\r\n\r\n", "is not: form-data"),
        (start + "Content-Transfer-Encoding: base64\r\n\r\n", "encoded by `base64`"),
        ("--xy\r\n", "stands behind a boundary"),
        ("--x" + String(repeating: " ", count: 80), "too many blanks"),
        ("--x\r\n" + String(repeating: "h", count: 9_000), "more than 8192 bytes"),
        ("--x\r\nA: " + String(repeating: "h", count: 9_000) + "\r\n\r\n", "more than 8192 bytes"),
    ]

    @Test(arguments: bad) func `what is no form is refused`(form: String, says: String) {
        let mistake = #expect(throws: MultipartReader.Mistake.self) {
            try read(form, pieces: 9_999)
        }
        #expect(mistake?.message.contains(says) == true, "\(mistake?.message ?? "-")")
    }

    @Test func `parts are bounded`() {
        let form = String(repeating: Self.part("a", ""), count: UploadLimits.partsMax + 1)
        let mistake = #expect(throws: MultipartReader.Mistake.self) { try read(form) }
        #expect(mistake?.message.contains("more than \(UploadLimits.partsMax) parts") == true)
    }

    @Test(arguments: 0..<200) func `whatever the bytes, they are read or refused`(seed: UInt64) {
        var dice = Dice(seed: seed)
        let signs: [UInt8] = [0x0D, 0x0A, 0x2D, 0x78, 0x22, 0x3B, 0x7F]
        var form = Array((Self.part("a", "b\r\n--") + Self.part("c", "") + "--x--").utf8)
        for _ in 0...dice.roll(0...3) {
            form[dice.roll(0...form.count - 1)] = signs[dice.roll(0...signs.count - 1)]
        }
        let text = String(decoding: form, as: UTF8.self)
        let first = try? read(text, pieces: dice.roll(1...20))
        let second = try? read(text, pieces: 100_000)
        #expect(first?.parts == second?.parts)
    }
}
