import Scenarios
import Testing

@testable import GraphQL

/// Streams of answers.
@Suite struct SubscriptionTests {
    private func stream(_ query: String) async throws -> ResponseStream<Int> {
        let service = try Zoo.service()
        return try await service.subscribe(try service.prepare(GraphQLRequest(query: query)), 7)
    }

    @Test func `each value is an answer`() async throws {
        var answers: [String] = []
        for try await answer in try await stream("subscription { n: count(to: 3) }") {
            answers.append(answer.json.text())
        }
        #expect(answers == (1...3).map { #"{"data":{"n":\#($0)}}"# })
    }

    @Test func `values have fields of their own`() async throws {
        let answers = try await stream("subscription { odd { name mother { name } } }")
        var iterator = answers.makeAsyncIterator()
        let first = try await iterator.next()
        #expect(
            first?.json.text()
                == #"{"data":{"odd":{"name":"Rex","mother":{"name":"mother of Rex"}}}}"#)
    }

    @Test func `a source that fails ends the stream`() async throws {
        var iterator = try await stream("subscription { broken }").makeAsyncIterator()
        await #expect(throws: GraphQLError("The stream of values failed.")) {
            try await iterator.next()
        }
    }

    @Test func `a stream that cannot be opened is told`() async throws {
        do {
            _ = try await stream("subscription { unopened }")
            Issue.record("opened")
        } catch let error as GraphQLErrors {
            #expect(error.errors.map(\.line) == ["1:16 closed"])
        }
    }

    @Test func `a query has no stream`() async throws {
        await #expect(throws: GraphQLErrors.self) { _ = try await stream("{ who }") }
    }
}
