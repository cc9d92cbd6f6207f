import Foundation
import TestSupport
import Testing

/// Submissions as forms, with a directory and without, to the real daemon.
@Suite(.serialized) struct FormTests {
    private static let good = "command: cat who.txt\nsteps: [{expect: hello}]\n"

    private static func part(_ name: String, _ content: [UInt8], file: String? = nil) -> [UInt8] {
        let fileName = file.map { "; filename=\"\($0)\"" } ?? ""
        let head = "--b\r\nContent-Disposition: form-data; name=\"\(name)\"\(fileName)\r\n\r\n"
        return Array(head.utf8) + content + Array("\r\n".utf8)
    }

    private static func submission(_ directory: String = "/", _ more: String = "") -> [UInt8] {
        let text = good.replacing("\n", with: "\\n")
        let file = "{\"path\":\"a.yaml\",\"directory\":\"\(directory)\",\"text\":\"\(text)\"}"
        return part(
            "submission", Array("{\"caller_directory\":\"/\",\"files\":[\(file)]\(more)}".utf8))
    }

    private func post(
        _ daemon: RunningDaemon, _ parts: [UInt8], _ headers: [String: String] = [:],
        end: String = "--b--\r\n"
    ) throws -> HTTPClient.Answer {
        let type = ["Content-Type": "multipart/form-data; boundary=b"]
        return try daemon.http.request(
            "POST", "/api/v1/jobs", type.merging(headers) { $1 }, parts + Array(end.utf8))
    }

    private func uploads(_ daemon: RunningDaemon) throws -> [String] {
        try FileManager.default.contentsOfDirectory(atPath: daemon.directory + "/state/uploads")
    }

    private static let archive =
        Tar.entry("who.txt", "hello\n") + Tar.entry("s/", kind: "5") + Tar.end

    @Test func `scenarios are parts, and fields their wishes`() throws {
        let daemon = try RunningDaemon()
        let scenario = "command: pwd\nsteps: [{expect: upload}]\n"
        let form =
            Self.part("file", Array(scenario.utf8), file: "one.yaml")
            + Self.part("file", Array(scenario.utf8), file: "two.yaml")
            + Self.part("name", Array("both".utf8))
        let answer = try post(daemon, form)
        #expect(answer.status == 201, "\(answer.text)")
        #expect(answer.headers["location"] == "/api/v1/jobs/1")
        #expect(answer.object["name"] as? String == "both")
        try daemon.waitForEnd(of: "1")
        #expect(try daemon.outcomes(of: "1") == ["passed", "passed"])
    }

    @Test func `two owners with one content share a file and nothing else`() throws {
        let daemon = try RunningDaemon()
        let keys = [try daemon.makeTenant("daemon"), try daemon.makeTenant("bin")]
        let form = Self.submission() + Self.part("directory", Self.archive, file: "d.tar")
        for key in keys { #expect(try post(daemon, form, key.header).status == 201) }
        for job in ["1", "2"] {
            try daemon.waitForEnd(of: job)
            #expect(try daemon.outcomes(of: job) == ["passed"])
        }
        let foreign = try daemon.http.get("/api/v1/jobs/1", keys[1].header)
        #expect(foreign.status == 404)
        let names = try uploads(daemon)
        #expect(names.count == 1 && names[0].hasSuffix(".tar"), "\(names)")
        let path = daemon.directory + "/state/uploads/" + names[0]
        let attributes = try FileManager.default.attributesOfItem(atPath: path)
        #expect(attributes[.posixPermissions] as? Int == 0o600)
        #expect(try Data(contentsOf: URL(fileURLWithPath: path)) == Data(Self.archive))
    }

    static let refused: [(String, [UInt8], Int, String)] = [
        (
            "link", submission() + part("directory", Tar.entry("l", kind: "2") + Tar.end), 400,
            "`l` is a symbolic link"
        ),
        (
            "upward", submission() + part("directory", Tar.entry("../x", "") + Tar.end), 400,
            "`../x` leads upward"
        ),
        (
            "late", submission() + part("directory", archive + Tar.entry("x", "")), 400,
            "behind the archive's end"
        ),
        ("cut", submission() + part("directory", Array(archive[..<600])), 400, "in the middle"),
        ("empty", submission() + part("directory", []), 400, "in the middle"),
        (
            "large",
            submission() + part("directory", Tar.entry("x", String(repeating: "x", count: 20_000))),
            413, "job: {upload: …}"
        ),
        (
            "elsewhere", submission("/nowhere") + part("directory", archive), 400,
            "there is no `/nowhere`"
        ),
        (
            "workspace",
            submission("/s", ",\"workspace\":\"/w\"") + part("directory", archive), 400,
            "has no `workspace`"
        ),
        ("scenario", part("file", Array("command: a\nstpes: []\n".utf8)), 422, "1 mistake"),
        ("field", submission() + part("colour", []), 400, "no field `colour`"),
        ("twice", submission() + submission(), 400, "there twice"),
        ("nothing", [], 400, "at least one file"),
        ("mixed", submission() + part("name", []), 400, "`submission` with nothing"),
        ("long", part("name", [UInt8](repeating: 0x61, count: 5_000)), 400, "more than 4096"),
    ]

    @Test func `what is hostile is refused by its name and leaves nothing`() throws {
        let daemon = try RunningDaemon(configuration: "workers: 1\njob: {upload: 10K}\n")
        for (what, form, status, says) in Self.refused {
            let answer = try post(daemon, form)
            #expect(answer.status == status, "\(what): \(answer.text)")
            let detail = answer.object["detail"] as? String ?? ""
            #expect(detail.contains(says), "\(what): \(answer.text)")
            #expect(try uploads(daemon) == [], "\(what)")
        }
        let unended = try post(daemon, Self.submission(), end: "")
        #expect(unended.status == 400)
        #expect(unended.text.contains("the form ends in the middle"), "\(unended.text)")
        let unbound = try post(
            daemon, Self.submission(), ["Content-Type": "multipart/form-data"])
        #expect(unbound.status == 400)
        #expect((try daemon.http.get("/api/v1/jobs").object["jobs"] as? [Any])?.isEmpty == true)
    }

    @Test func `an owner has only so much along, and has room again when a job is over`() throws {
        let daemon = try RunningDaemon(
            configuration: "workers: 1\nowner: {uploads: 2, uploads_size: 10K}\n")
        let keys = [try daemon.makeTenant("daemon"), try daemon.makeTenant("bin")]
        func form(_ content: String, _ command: String = "sleep 1000") -> [UInt8] {
            Self.part(
                "file", Array("command: \(command)\nsteps: [{expect_exit: true}]\n".utf8),
                file: "a.yaml")
                + Self.part("directory", Tar.entry("x", content) + Tar.end)
        }
        #expect(try post(daemon, form("1"), keys[0].header).status == 201)
        let large = try post(
            daemon, form(String(repeating: "x", count: 9_000)), keys[0].header)
        #expect(large.status == 429, "\(large.text)")
        #expect(try post(daemon, form("2"), keys[0].header).status == 201)
        let third = try post(daemon, form("3"), keys[0].header)
        #expect(third.status == 429)
        let detail = third.object["detail"] as? String ?? ""
        #expect(detail.contains("2 directories") && detail.contains("uploads_size"), "\(detail)")
        #expect(try uploads(daemon).count == 2)
        // The same content needs no room, a form without a directory none either, and others have
        // their own.
        #expect(try post(daemon, form("1"), keys[0].header).status == 201)
        let bare =
            Self.part("file", Array("command: 'true'\nexit_code: 0\n".utf8), file: "a.yaml")
            + Self.part("caller_directory", Array("/".utf8))
        let without = try post(daemon, bare, keys[0].header)
        #expect(without.status == 201, "\(without.text)")
        #expect(try post(daemon, form("3"), keys[1].header).status == 201)
        // The second content was only this job's.
        let path = "/api/v1/jobs/2"
        #expect(try daemon.http.request("DELETE", path, keys[0].header, nil).status == 200)
        let other = try post(daemon, form("3"), keys[0].header)
        #expect(other.status == 201)
        #expect(try post(daemon, form("4"), keys[0].header).status == 429)
        // Neither is there room to have the second one again.
        func retry() throws -> HTTPClient.Answer {
            try daemon.http.request("POST", path + "/retry", keys[0].header, nil)
        }
        let refused = try retry()
        #expect(refused.status == 429 && refused.text.contains("uploads_size"), "\(refused.text)")
        #expect(try daemon.state(of: "2") == "cancelled")
        let otherPath = "/api/v1/jobs/\(try #require(other.object["job_id"] as? String))"
        #expect(try daemon.http.request("DELETE", otherPath, keys[0].header, nil).status == 200)
        #expect(try retry().status == 200)
        #expect(try post(daemon, form("4"), keys[0].header).status == 429)
    }

    @Test func `a client that goes away half-way leaves nothing`() throws {
        let daemon = try RunningDaemon()
        let form = Self.submission() + Self.part("directory", Self.archive)
        do {
            let connection = try Connection(daemon.directory + "/api.sock")
            connection.write(
                Array(
                    ("POST /api/v1/jobs HTTP/1.1\r\nHost: x\r\nContent-Length: 100000\r\n"
                        + "Content-Type: multipart/form-data; boundary=b\r\n\r\n").utf8)
                    + form)
        }
        // What it did not notice before it left, it removes when it comes back.
        daemon.stop()
        let next = try RunningDaemon(in: daemon.directory)
        #expect(try uploads(next) == [])
    }

    @Test func `what an earlier daemon left is removed`() throws {
        let daemon = try RunningDaemon()
        let form = Self.submission() + Self.part("directory", Self.archive)
        #expect(try post(daemon, form).status == 201)
        try daemon.waitForEnd(of: "1")
        let kept = try uploads(daemon)
        daemon.stop()
        let directory = daemon.directory + "/state/uploads/"
        let orphan = String(repeating: "0", count: 64) + ".tar"
        for name in ["coming-abcdef", orphan] {
            try "x".write(toFile: directory + name, atomically: true, encoding: .utf8)
        }
        let next = try RunningDaemon(in: daemon.directory)
        // The first look at old jobs comes with the first turn of the loop.
        #expect(try next.http.post("/api/v1/jobs/1/retry").status != 500)
        next.stop()
        #expect(try uploads(next) == kept)
    }
}
