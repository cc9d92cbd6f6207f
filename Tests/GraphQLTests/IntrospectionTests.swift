import Foundation
import Scenarios
import Testing
import Wire

@testable import GraphQL

/// What is answered about the schema itself.
@Suite struct IntrospectionTests {
    static let answers: [(String, String)] = [
        (#"{ __type(name: "Nothing") { name } }"#, #"{"data":{"__type":null}}"#),
        (
            #"{ __type(name: "Color") { kind enumValues { name } all: enumValues(includeDeprecated: true) { name isDeprecated deprecationReason } fields { name } } }"#,
            #"{"data":{"__type":{"kind":"ENUM","enumValues":[{"name":"RED"}],"all":[{"name":"RED","isDeprecated":false,"deprecationReason":null},{"name":"GREEN","isDeprecated":true,"deprecationReason":"too green"}],"fields":null}}}"#
        ),
        (
            #"{ __type(name: "In") { kind inputFields { name defaultValue type { kind ofType { name } } } } }"#,
            #"{"data":{"__type":{"kind":"INPUT_OBJECT","inputFields":[{"name":"a","defaultValue":null,"type":{"kind":"NON_NULL","ofType":{"name":"Int"}}},{"name":"b","defaultValue":"\"usual\"","type":{"kind":"SCALAR","ofType":null}},{"name":"c","defaultValue":null,"type":{"kind":"LIST","ofType":{"name":null}}},{"name":"d","defaultValue":"RED","type":{"kind":"ENUM","ofType":null}}]}}}"#
        ),
        (
            #"{ __type(name: "Pet") { kind possibleTypes { name } interfaces { name } } }"#,
            #"{"data":{"__type":{"kind":"INTERFACE","possibleTypes":[{"name":"Dog"},{"name":"Cat"}],"interfaces":[]}}}"#
        ),
        (
            #"{ __type(name: "Either") { kind possibleTypes { name } fields { name } } }"#,
            #"{"data":{"__type":{"kind":"UNION","possibleTypes":[{"name":"Dog"},{"name":"Cat"}],"fields":null}}}"#
        ),
        (
            #"{ __type(name: "Dog") { interfaces { name } fields { name } all: fields(includeDeprecated: true) { name deprecationReason } } }"#,
            #"{"data":{"__type":{"interfaces":[{"name":"Pet"}],"fields":[{"name":"name"},{"name":"barks"},{"name":"mother"}],"all":[{"name":"name","deprecationReason":null},{"name":"barks","deprecationReason":null},{"name":"mother","deprecationReason":null},{"name":"old","deprecationReason":"No longer supported"}]}}}"#
        ),
        (
            #"{ __type(name: "Long") { specifiedByURL __typename } }"#,
            #"{"data":{"__type":{"specifiedByURL":"https://example.org/long","__typename":"__Type"}}}"#
        ),
        (
            "{ __schema { queryType { name } mutationType { name } subscriptionType { name } description } }",
            #"{"data":{"__schema":{"queryType":{"name":"Query"},"mutationType":{"name":"Mutation"},"subscriptionType":{"name":"Subscription"},"description":null}}}"#
        ),
        (
            "{ __schema { directives { name isRepeatable locations args { name } } } }",
            #"{"data":{"__schema":{"directives":[{"name":"skip","isRepeatable":false,"locations":["FIELD","FRAGMENT_SPREAD","INLINE_FRAGMENT"],"args":[{"name":"if"}]},{"name":"include","isRepeatable":false,"locations":["FIELD","FRAGMENT_SPREAD","INLINE_FRAGMENT"],"args":[{"name":"if"}]},{"name":"deprecated","isRepeatable":false,"locations":["FIELD_DEFINITION","ENUM_VALUE"],"args":[{"name":"reason"}]},{"name":"specifiedBy","isRepeatable":false,"locations":["SCALAR"],"args":[{"name":"url"}]},{"name":"cost","isRepeatable":false,"locations":["FIELD_DEFINITION"],"args":[{"name":"weight"}]},{"name":"listSize","isRepeatable":false,"locations":["FIELD_DEFINITION"],"args":[{"name":"assumedSize"},{"name":"slicingArguments"},{"name":"sizedFields"}]}]}}}"#
        ),
    ]

    @Test(arguments: answers) func `the schema tells of itself`(
        query: String, answer: String
    ) async throws {
        #expect(try await Zoo.service().answer(query) == answer)
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
