import Testing
import Wire

/// From the fields of a form to a submission.
@Suite struct SubmissionFormTests {
    private func form(_ fields: [(String, String)]) throws -> SubmissionForm {
        var form = SubmissionForm()
        for (name, text) in fields {
            let head = try self.head(name)
            try form.add(try form.field(of: head), Array(text.utf8), fileName: head.fileName)
        }
        return form
    }

    private func head(_ name: String) throws -> MultipartReader.Head {
        var reader = try MultipartReader(boundary: "x")
        let file = name == "file" ? "; filename=t.yaml" : ""
        let text = "--x\r\nContent-Disposition: form-data; name=\(name)\(file)\r\n\r\n"
        for case .part(let head) in try reader.take(Array(text.utf8)) { return head }
        throw CancellationError()
    }

    @Test func `fields are the wishes of a submission`() throws {
        let form = try form([
            ("file", "command: cat\n"), ("name", "n"), ("priority", "1.5"), ("retries", "2"),
            ("tags", "a"), ("tags", "b"), ("skip_tags", "c"), ("fail_fast", "true"),
            ("lenient", "false"), ("deadline", "2026-01-31T09:05:00Z"),
            ("caller_directory", "/home/ann"),
        ])
        let request = try form.request()
        #expect(request.files.map(\.path) == ["t.yaml"])
        #expect(request.files.map(\.directory) == ["/home/ann"])
        #expect((request.name, request.priority) == ("n", 1.5))
        #expect((request.retries, request.tags, request.skipTags) == (2, ["a", "b"], ["c"]))
        #expect(request.failFast && !request.lenient && request.deadlineMicroseconds != nil)
        #expect(!form.isUpload)
    }

    @Test func `without a directory there is an empty one`() throws {
        let form = try form([("file", "command: cat\n")])
        #expect(form.isUpload)
        #expect(try form.request().callerDirectory == "/")
    }

    @Test func `JSON goes with a directory and nothing else`() throws {
        let file = #"{"path":"a","directory":"/s","text":""}"#
        let json = #"{"caller_directory":"/","files":["# + file + "]}"
        let whole = try form([("submission", json), ("directory", "")])
        #expect(whole.isUpload)
        #expect(try whole.request().files[0].directory == "/s")
        #expect(try !form([("submission", json)]).isUpload)
        let mixed = try form([("submission", json), ("name", "n")])
        #expect(throws: ShapeError.self) { try mixed.request() }
    }

    static let bad: [([(String, String)], String)] = [
        ([("colour", "red")], "no field `colour`"),
        ([("name", "a"), ("name", "b")], "there twice"),
        ([("directory", ""), ("directory", "")], "there twice"),
        ([("submission", "{}"), ("submission", "{}")], "there twice"),
        ([("submission", "{")], "is not JSON"),
    ]

    @Test(arguments: bad.indices) func `wrong fields are refused by their names`(index: Int) {
        let (fields, says) = Self.bad[index]
        let mistake = #expect(throws: MultipartReader.Mistake.self) { try form(fields) }
        #expect(mistake?.message.contains(says) == true, "\(mistake?.message ?? "-")")
    }

    @Test(arguments: [("priority", "high"), ("retries", "1.5"), ("fail_fast", "1")])
    func `a value of the wrong kind is told by its name`(name: String, value: String) throws {
        let form = try form([("file", ""), (name, value)])
        let error = #expect(throws: ShapeError.self) { try form.request() }
        #expect(error?.message.contains(name) == true)
    }
}
