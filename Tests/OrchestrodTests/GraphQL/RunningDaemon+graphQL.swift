import Foundation
import Testing

/// An answer of `/graphql`.
struct GraphQLAnswer {
    var status: Int
    var text: String
    private let object: [String: Any]

    init(_ answer: HTTPClient.Answer) {
        status = answer.status
        text = answer.text
        object = answer.object
    }

    var data: [String: Any] { object["data"] as? [String: Any] ?? [:] }
    var errors: [[String: Any]] { object["errors"] as? [[String: Any]] ?? [] }
    /// `CODE STATUS message` of each error.
    var problems: [String] {
        errors.map { error in
            let more = error["extensions"] as? [String: Any]
            let code = more?["code"] as? String ?? "-"
            let status = (more?["status"] as? Int).map(String.init) ?? "-"
            return "\(code) \(status) \(error["message"] as? String ?? "")"
        }
    }

    /// The value at a path such as `job.tasks.tasks.0.name`.
    func value(_ path: String) -> Any? {
        var value: Any? = data
        for part in path.split(separator: ".") {
            switch value {
            case let object as [String: Any]: value = object[String(part)]
            case let list as [Any]:
                let place = Int(part) ?? list.count
                value = place < list.count ? list[place] : nil
            default: return nil
            }
        }
        return value is NSNull ? nil : value
    }

    func text(_ path: String) -> String? { value(path) as? String }
    func number(_ path: String) -> Int? { value(path) as? Int }
    func count(_ path: String) -> Int? { (value(path) as? [Any])?.count }
}

extension RunningDaemon {
    /// Asks something of `/graphql`.
    func ask(
        _ query: String, _ variables: [String: Any] = [:], with key: HeldKey? = nil
    ) throws -> GraphQLAnswer {
        let headers = ["Content-Type": "application/json"].merging(key?.header ?? [:]) { $1 }
        return GraphQLAnswer(
            try http.post(
                "/graphql", ["query": query, "variables": variables], headers))
    }

    /// The same, where nothing may be wrong.
    func data(
        _ query: String, _ variables: [String: Any] = [:], with key: HeldKey? = nil
    ) throws -> GraphQLAnswer {
        let answer = try ask(query, variables, with: key)
        #expect(answer.status == 200)
        #expect(answer.problems == [], "\(query)")
        return answer
    }

    /// A `SubmitInput` of these scenario texts.
    func input(_ scenarios: [String], _ more: [String: Any] = [:]) -> [String: Any] {
        var input: [String: Any] = ["callerDirectory": directory]
        input["files"] = scenarios.enumerated().map {
            ["path": "s\($0).yaml", "directory": directory, "text": $1]
        }
        return input.merging(more) { $1 }
    }
}
