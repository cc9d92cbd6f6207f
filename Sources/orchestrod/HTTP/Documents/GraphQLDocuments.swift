import GraphQL
import Wire

/// `/graphql`, whose own schema tells the rest.
extension EndpointDocument {
    static let askGraphQL = EndpointDocument(
        name: "askGraphQL", tag: .service, summary: "Carry out a GraphQL query or mutation",
        text: """
            GraphQL of October 2021 over HTTP; the schema tells itself by introspection. A field \
            needs what the same thing needs elsewhere in this API. Errors of fields have `code` \
            and `status` in their `extensions`: kind and status of the problem. Subscriptions \
            need a WebSocket that speaks `graphql-transport-ws`.
            """,
        body: [
            .json(
                .object(
                    ["query": .text],
                    sometimes: [
                        "operationName": .text.orNull, "variables": .anyObject.orNull,
                        "extensions": .anyObject.orNull,
                    ]))
        ],
        answers: [.ok("Data, errors or both", .json(response), own(response))] + refusals)

    static let readGraphQL = EndpointDocument(
        name: "readGraphQL", tag: .service, summary: "Carry out a GraphQL query",
        text: """
            A browser that asks for nothing gets a page to ask by. An upgrade to a WebSocket with \
            the subprotocol `graphql-transport-ws` opens subscriptions; the payload of \
            `connection_init` may have a key: `{"X-API-Key": "KEY"}`.
            """,
        parameters: [
            Parameter(
                name: "query", place: .query, schema: JSONSchema.text.told("The document.")),
            Parameter(
                name: "operationName", place: .query,
                schema: JSONSchema.text.told("Which operation of the document.")),
            Parameter(
                name: "variables", place: .query,
                schema: JSONSchema.text.told("Values of its variables: a JSON object.")),
        ],
        answers: [
            .ok("Data, errors or both", .json(response), own(response), .media(.html, .text))
        ] + refusals + [refusal(405, "A mutation needs POST")], problems: [.notFound])

    private static let refusals = [
        // Also whatever every place says to requests that are not understood.
        refusal(400, "The request is not understood, or no operation is valid"),
        refusal(406, "The client takes none of the forms that answers have"),
        refusal(415, "The body is not JSON"),
    ]

    private static let response = JSONSchema.object(
        [:],
        sometimes: [
            "data": .anyObject.orNull,
            "errors": .list(.object(["message": .text]).told("As the specification has it.")),
        ]
    ).named("GraphQLResponse")

    private static func own(_ schema: JSONSchema) -> Content {
        Content(media: HTTPExchange.Media.response.rawValue, schema: schema)
    }

    private static func refusal(_ status: Int, _ sentence: String) -> Answer {
        Answer(
            status: status, sentence: sentence,
            contents: [.json(response), own(response), .media(.problem, Problem.schema)])
    }
}
