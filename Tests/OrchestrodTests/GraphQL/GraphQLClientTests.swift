import Foundation
import Testing

/// GraphQL in TLS as the client `gql` of PyPI speaks it, and as clients of bad manners do.
@Suite(.serialized) struct GraphQLClientTests {
    @Test(.enabled(if: PythonClient.graphQL != nil, PythonClient.absence))
    func `a client builds its schema, submits a job, and follows it to its end`() throws {
        let daemon = try RunningDaemon.withTLS()
        let client = try #require(PythonClient.graphQL)
        let place = "https://\(daemon.tlsAddress)/graphql"
        let key = try daemon.makeKey(["read", "submit", "cancel"]).secret
        let seen = try client.run("work", place, daemon.certificate, key, daemon.directory)
        let events = try #require(seen["events"] as? [[String: Any]])
        let names = events.compactMap { $0["event"] as? String }
        #expect(names.first == "SUBMITTED")
        #expect(names.last == "JOB_FINISHED")
        let rest = try #require(seen["rest"] as? [[String: Any]])
        #expect(rest.allSatisfy { $0["event"] as? String != "SUBMITTED" })
        #expect(rest.last?["status"] as? String == "COMPLETED")
        let problem = try #require(seen["problem"] as? [String: Any])
        #expect(problem["message"] as? String == "there is no job 999")
        #expect(seen["health"] as? String == "healthy")
        for who in ["nobody", "wrong"] {
            let said = seen[who] as? String ?? ""
            #expect(said.hasPrefix("TransportConnectionFailed"), "\(said)")
        }
    }

    @Test(.enabled(if: PythonClient.graphQL != nil, PythonClient.absence))
    func `who does not speak the protocol is told by the code of the close`() throws {
        let daemon = try RunningDaemon.withTLS()
        let client = try #require(PythonClient.graphQL)
        let key = try daemon.makeKey(["read"]).secret
        let begin = #"{"type":"connection_init","payload":{"X-API-Key":"\#(key)"}}"#
        let ask = #"{"type":"subscribe","id":"1","payload":{"query":"{ health }"}}"#
        let guess = #"{"type":"connection_init","payload":{"X-API-Key":"orchestro_A"}}"#
        for (messages, code) in [
            ([#"{"type":"x"}"#], 4400), (["no JSON"], 4400), ([ask], 4401),
            ([#"{"type":"connection_init"}"#], 4403), ([begin, "1", begin], 4429),
            ([guess], 4403),
        ] {
            let seen = try client.run(
                ["talk", "https://\(daemon.tlsAddress)/graphql", daemon.certificate] + messages)
            #expect(seen["code"] as? Int == code, "\(messages): \(seen)")
        }
    }
}
