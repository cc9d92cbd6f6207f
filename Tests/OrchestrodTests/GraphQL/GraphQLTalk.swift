import Foundation
import Testing

/// What was seen in a conversation of `graphql-transport-ws`.
struct GraphQLTalk {
    /// What a client does, in order; see Support/GraphQL/client.py.
    enum Item {
        /// Begins, with a key in the payload.
        case begin(HeldKey?)
        /// Asks something under an id.
        case subscribe(_ id: String, _ query: String)
        /// Waits no more for the answers to what was asked under an id.
        case complete(_ id: String)
        /// Sends what is in a file by then.
        case file(String)
        /// Waits for so many answers.
        case wait(Int)
        /// Waits for an answer with that text in it.
        case until(String)
        /// Has something else done meanwhile.
        case pause
        /// Closes.
        case leave

        var text: String {
            switch self {
            case .begin(let key?):
                #"{"type":"connection_init","payload":{"X-API-Key":"\#(key.secret)"}}"#
            case .begin(nil): #"{"type":"connection_init"}"#
            case .subscribe(let id, let query):
                #"{"type":"subscribe","id":"\#(id)","payload":{"query":"\#(query)"}}"#
            case .complete(let id): #"{"type":"complete","id":"\#(id)"}"#
            case .file(let path): "file:" + path
            case .wait(let count): String(count)
            case .until(let text): "until:" + text
            case .pause: "pause"
            case .leave: "leave"
            }
        }
    }

    /// A message of the daemon.
    struct Answer {
        let type: String
        private let object: [String: Any]

        init(_ object: [String: Any]) {
            self.object = object
            type = object["type"] as? String ?? ""
        }

        /// The field of that name, of a `next`.
        func field(_ name: String) -> [String: Any] {
            let payload = object["payload"] as? [String: Any]
            let data = payload?["data"] as? [String: Any]
            return data?[name] as? [String: Any] ?? [:]
        }

        /// What an `error` has as `code` in its extensions.
        var code: String? {
            let errors = object["payload"] as? [[String: Any]]
            return (errors?.first?["extensions"] as? [String: Any])?["code"] as? String
        }
    }

    let code: Int?
    let reason: String?
    let answers: [Answer]
    let answersAfterPause: [Answer]

    init(_ seen: [String: Any]) {
        code = seen["code"] as? Int
        reason = seen["reason"] as? String
        answers = (seen["answers"] as? [[String: Any]] ?? []).map(Answer.init)
        answersAfterPause = Array(answers.dropFirst(seen["before"] as? Int ?? 0))
    }
}

extension RunningDaemon {
    /// Speaks `graphql-transport-ws` in TLS until the daemon closes or the client leaves.
    /// `meanwhile` happens at the `pause`.
    func talk(
        _ items: [GraphQLTalk.Item], showing name: String? = nil,
        of identities: ClientIdentities? = nil, meanwhile: (() throws -> Void)? = nil
    ) throws -> GraphQLTalk {
        let client = try #require(PythonClient.graphQL)
        var trust = certificate
        if let name, let identities {
            trust += ",\(identities.directory)/\(name).pem,\(identities.directory)/\(name).key"
        }
        return GraphQLTalk(
            try client.run(
                ["talk", "https://\(tlsAddress)/graphql", trust] + items.map(\.text),
                meanwhile: meanwhile))
    }
}
