import Foundation
import Scenarios
import Testing
import Wire

@testable import GraphQL

/// What is answered about the schema itself.
@Suite struct IntrospectionTests {
    @Test func `the schema tells of itself`() async throws {
        let service = try Zoo.service()
        try await Answers("introspection.txt").check { await service.answer($0) }
    }

    @Test(.enabled(if: GraphQLCore.python != nil, GraphQLCore.absence), arguments: 0...2)
    func `graphql-core's clients see the schema as it is written`(index: Int) async throws {
        let python = try #require(GraphQLCore.python)
        let script = GraphQLCore.support.appending(path: "check_introspection.py").path()
        let query = try #require(GraphQLCore.run(python, [script, "query"]))
        let text = try [
            GraphQLSchema.text, Zoo.schema, fixture("Golden/schema.graphql"),
        ][index]
        let schema = try Schema(text)
        let streams = (schema.root(.subscription)?.fields ?? []).map { field in
            ("Subscription.\(field.name)", opener)
        }
        let service = try GraphQLService<Int>(
            schema: schema, resolvers: [:],
            subscriptions: Dictionary(uniqueKeysWithValues: streams))
        let answer = await service.answer(query)

        let folder = FileManager.default.temporaryDirectory
            .appending(path: "introspection-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        // What stays behind in the temporary directory does no harm.
        defer { try? FileManager.default.removeItem(at: folder) }
        let answerFile = folder.appending(path: "answer.json")
        let schemaFile = folder.appending(path: "schema.graphql")
        try Data(answer.utf8).write(to: answerFile)
        // graphql-core does not know the two directives that every schema has here.
        try Data((costDirectives + text).utf8).write(to: schemaFile)
        let verdict = GraphQLCore.run(python, [script, answerFile.path(), schemaFile.path()])
        #expect(verdict == "same\n")
    }

    private let opener: GraphQLService<Int>.Opener = { _ in SubscriptionSource(next: { nil }) }

    private var costDirectives: String {
        let text = BuiltIns.text
        guard let start = text.range(of: "\"What asking for a field costs"),
            let end = text.range(of: "\"What the service can be asked.\"")
        else { return "" }
        return String(text[start.lowerBound..<end.lowerBound])
    }
}
