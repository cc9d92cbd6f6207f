import Foundation
import Scenarios
import Testing

/// Questions with their answers in a file of Golden; `ORCHESTRO_RECORD=1` renews the answers.
struct Answers {
    private let name: String
    private let entries: [(query: String, answer: String)]

    init(_ name: String) throws {
        self.name = name
        entries = try fixture("Golden/" + name).split(separator: "# ---\n").map { entry in
            let parts = String(entry).components(separatedBy: "# =>\n")
            return (parts[0], parts.count > 1 ? parts[1] : "null")
        }
    }

    /// Asks everything and compares what comes, the order of members included.
    func check(_ ask: (String) async -> String) async throws {
        #expect(!entries.isEmpty)
        var text = ""
        for (query, wanted) in entries {
            let found = await ask(query.trimmingCharacters(in: .newlines))
            if found != (try JSONValue.parse(wanted).text()) {
                Issue.record("\(query)gives \(found)")
            }
            text += "# ---\n\(query)# =>\n" + (try JSONValue.parse(found).text(pretty: true)) + "\n"
        }
        guard ProcessInfo.processInfo.environment["ORCHESTRO_RECORD"] == "1" else { return }
        let folder = URL(filePath: #filePath).deletingLastPathComponent()
            .deletingLastPathComponent().appending(path: "Golden")
        try Data(text.utf8).write(to: folder.appending(path: name))
    }
}
