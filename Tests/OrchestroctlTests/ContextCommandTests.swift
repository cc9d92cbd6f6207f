import Foundation
import Testing

/// Contexts as a user keeps them; no daemon is needed.
@Suite struct ContextCommandTests {
    private let invocation: Invocation

    init() throws { invocation = try Invocation() }

    private var book: String { invocation.directory + "/home/.config/orchestro/contexts.json" }

    @Test func `a context is added, used, shown and removed`() throws {
        let none = try invocation.run("context list")
        #expect(none.output == "no contexts\n")
        let added = try invocation.run(
            "context add lab --server lab --key-file k --ca-file ca.pem")
        #expect(added.status == 0, "\(added)")
        #expect(added.output == "context lab: https://lab:7443\n")
        let shown = try invocation.run("context show lab")
        #expect(shown.output.contains("server:    https://lab:7443"), "\(shown)")
        #expect(shown.output.contains("/k\n") && shown.output.contains("in use:    no"))
        #expect(try invocation.run("context list").output.contains("\n   lab "))
        #expect(try invocation.run("context use lab").output == "in use: lab\n")
        #expect(try invocation.run("context list").output.contains("\n*  lab "))
        let list = try invocation.run("context list --json").output
        #expect(list.contains(#""current":true"#), "\(list)")
        #expect(try invocation.run("context list --quiet").output == "lab\n")
        let removed = try invocation.run("context remove lab")
        #expect(removed.error.contains("it was in use"))
        #expect(try invocation.run("context show").error.contains("no context is in use"))
    }

    @Test func `the file is its user's alone and replaced as a whole`() throws {
        _ = try invocation.run("context add a --socket s")
        _ = try invocation.run("context add b --server b")
        let attributes = try FileManager.default.attributesOfItem(atPath: book)
        #expect(attributes[.posixPermissions] as? Int == 0o600)
        let directory = (book as NSString).deletingLastPathComponent
        let names = try FileManager.default.contentsOfDirectory(atPath: directory)
        #expect(names.sorted() == ["contexts.json", "contexts.json.lock"])
    }

    @Test func `changes at the same moment do not lose each other`() throws {
        let names = (1...9).map { "c\($0)" }
        let added = try names.map { try invocation.start("context add \($0) --server \($0)") }
        for process in added {
            process.waitUntilExit()
            #expect(process.terminationStatus == 0)
        }
        let listed = try invocation.run("context list --quiet").output
        #expect(listed.split(separator: "\n").map(String.init) == names)
    }

    @Test func `a path is kept as it was written, not as links lead today`() throws {
        try invocation.write("first", "")
        for (link, target) in [("k", "first"), ("current", ".")] {
            try FileManager.default.createSymbolicLink(
                atPath: invocation.directory + "/" + link, withDestinationPath: target)
        }
        _ = try invocation.run("context add a --socket ../s --key-file k")
        let first = try invocation.run("context show a").output
        #expect(first.contains("/k\n") && first.contains("/../s\n"), "\(first)")
        invocation.environment["PWD"] = invocation.directory + "/current"
        _ = try invocation.run("context add b --server b --key-file k")
        #expect(try invocation.run("context show b").output.contains("/current/k\n"))
        invocation.environment["PWD"] = "/"
        _ = try invocation.run("context add c --server c --key-file k")
        #expect(!(try invocation.run("context show c").output.contains(" /k\n")))
    }

    static let mistakes = [
        ("context add", "Missing expected argument"), ("context add x", "--server or --socket"),
        ("context add a/b --server x", "1 to 64 letters"),
        ("context add x --server x --socket y", "two daemons"),
        ("context add x --server http://x", "this machine only"),
        ("context add x --server x --client-key y", "belong together"),
        ("context use", "--none"), ("context use x", "no context `x`"),
        ("context show x", "no context `x`"), ("context remove x", "no context `x`"),
        ("status --context x", "--context: there is no context `x`"),
        ("status --context x --server y", "two daemons"),
    ]

    @Test(arguments: mistakes) func `wrong requests change nothing`(
        arguments: String, says: String
    ) throws {
        let result = try invocation.run(arguments)
        #expect(result.status == 2)
        #expect(result.error.contains(says), "\(result)")
        #expect(!FileManager.default.fileExists(atPath: book))
    }

    @Test func `a context is not overwritten`() throws {
        _ = try invocation.run("context add lab --server one")
        let again = try invocation.run("context add lab --server two")
        #expect(again.status == 2)
        #expect(again.error.contains("already"))
        #expect(try invocation.run("context show lab").output.contains("https://one:7443"))
    }

    @Test(arguments: ["{", "[]", #"{"version":2}"#, #"{"version":1,"contexts":[{"name":"x"}]}"#])
    func `a damaged file is told and kept`(text: String) throws {
        try invocation.write("home/.config/orchestro/contexts.json", text)
        let result = try invocation.run("context list")
        #expect(result.status == 2)
        #expect(result.error.contains("contexts.json"), "\(result)")
        #expect(try String(contentsOfFile: book, encoding: .utf8) == text)
    }

    @Test func `the context in use is asked, an option and the environment before it`() throws {
        _ = try invocation.run("context add here --socket here.sock")
        _ = try invocation.run("context use here")
        let current = try invocation.run("status")
        #expect(current.status == 3)
        #expect(current.error.contains("here.sock"), "\(current)")
        #expect(current.error.contains("that of the context here"))
        #expect(try invocation.run("status --socket there.sock").error.contains("there.sock"))
        invocation.socket = "other.sock"
        #expect(try invocation.run("status").error.contains("other.sock"))
        #expect(try invocation.run("status --context here").error.contains("here.sock"))
    }
}
