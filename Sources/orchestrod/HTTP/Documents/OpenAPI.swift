import Access
import HTTPTypes
import Scenarios
import Wire

/// Writes the route table as an OpenAPI 3.1.1 document.
struct OpenAPI {
    let endpoints: [APIService.Endpoint]

    /// The document.
    var json: JSONValue {
        var paths: JSONObject = [:]
        for endpoint in endpoints {
            var item: JSONObject = [:]
            if case .object(let before)? = paths[endpoint.route.template] { item = before }
            item[endpoint.method.rawValue.lowercased()] = .object(operation(endpoint))
            paths[endpoint.route.template] = .object(item)
        }
        return [
            "openapi": "3.1.1",
            "info": [
                "title": "Orchestro", "version": .string(OrchestroVersion.text),
                "summary": "Runs scripted conversations with terminal programs.",
                "description": .string(Self.introduction),
            ],
            "servers": [["url": "/"]],
            "tags": .array(
                EndpointDocument.Tag.allCases.map {
                    ["name": .string($0.rawValue), "description": .string($0.sentence)]
                }),
            "paths": .object(paths), "components": .object(components),
        ]
    }

    private static let introduction = """
        By the network every request needs a key, as `X-API-Key: KEY` or `Authorization: Bearer \
        KEY`; at the machine's Unix socket the kernel tells who asks. What is wrong is told by \
        problem documents (RFC 9457). Lists come in pages: `next` of one is `cursor` of the next.
        """

    private func operation(_ endpoint: APIService.Endpoint) -> JSONObject {
        let document = endpoint.document
        var operation: JSONObject = [
            "operationId": .string(document.name), "tags": [.string(document.tag.rawValue)],
            "summary": .string(document.summary),
        ]
        if !document.text.isEmpty { operation["description"] = .string(document.text) }
        let parameters = parameters(endpoint)
        if !parameters.isEmpty { operation["parameters"] = .array(parameters) }
        if !document.body.isEmpty {
            operation["requestBody"] = [
                "required": true, "content": Self.contents(document.body),
            ]
        }
        operation["responses"] = .object(responses(endpoint))
        operation["security"] =
            endpoint.need == .nothing ? [] : [["key": []], ["bearer": []]]
        return operation
    }

    private func parameters(_ endpoint: APIService.Endpoint) -> [JSONValue] {
        let template = endpoint.route.template
        let inPath = APIRoute.Parameter.allCases
            .filter { template.contains("{\($0.rawValue)}") }
            .map {
                Self.parameter($0.rawValue, "path", $0.schema, example: $0.example)
            }
        return inPath
            + (endpoint.document.parameters + endpoint.conditions).map {
                Self.parameter($0.name, $0.place.rawValue, $0.schema)
            }
    }

    private static func parameter(
        _ name: String, _ place: String, _ schema: JSONSchema, example: JSONValue? = nil
    ) -> JSONValue {
        var parameter: JSONObject = [
            "name": .string(name), "in": .string(place), "required": .bool(place == "path"),
        ]
        parameter["example"] = example
        parameter["description"] = schema.json["description"]
        parameter["schema"] = .object(schema.json)
        return .object(parameter)
    }

    private static func contents(_ contents: [EndpointDocument.Content]) -> JSONValue {
        var object: JSONObject = [:]
        for content in contents {
            var kind: JSONObject = ["schema": .object(content.schema.json)]
            kind["example"] = content.example
            object[content.media] = .object(kind)
        }
        return .object(object)
    }
}

extension OpenAPI {
    private func responses(_ endpoint: APIService.Endpoint) -> JSONObject {
        var responses: JSONObject = [:]
        for answer in endpoint.document.answers {
            var response: JSONObject = ["description": .string(answer.sentence)]
            let tag: [EndpointDocument.Answer.Field] = endpoint.isTagged ? [.tag] : []
            if !(answer.fields + tag).isEmpty {
                var fields: JSONObject = [:]
                for field in answer.fields + tag {
                    fields[field.name] = [
                        "required": true, "schema": .object(field.schema.json),
                    ]
                }
                response["headers"] = .object(fields)
            }
            if !answer.contents.isEmpty { response["content"] = Self.contents(answer.contents) }
            responses[String(answer.status)] = .object(response)
        }
        if endpoint.isTagged {
            responses["304"] = ["description": "The caller has it already"]
        }
        for kind in endpoint.problems.sorted(by: { $0.status < $1.status })
        where responses[String(kind.status)] == nil {
            responses[String(kind.status)] = [
                "$ref": .string("#/components/responses/" + kind.rawValue)
            ]
        }
        return responses
    }

    private var components: JSONObject {
        var schemas = Problem.schema.definitions
        for document in endpoints.map(\.document) {
            for content in document.body + document.answers.flatMap(\.contents) {
                schemas.merge(content.schema.definitions) { $1 }
            }
        }
        var named: JSONObject = [:]
        for (name, schema) in schemas.sorted(by: { $0.key < $1.key }) {
            named[name] = .object(schema)
        }
        var problems: JSONObject = [:]
        for kind in Problem.Kind.allCases where kind != .other {
            problems[kind.rawValue] = .object(Self.response(kind))
        }
        return [
            "securitySchemes": [
                "key": [
                    "type": "apiKey", "in": "header", "name": .string(APIHeader.apiKey.rawValue),
                ],
                "bearer": ["type": "http", "scheme": "bearer"],
            ],
            "schemas": .object(named), "responses": .object(problems),
        ]
    }

    private static func response(_ kind: Problem.Kind) -> JSONObject {
        var response: JSONObject = ["description": .string(kind.title)]
        if let field = kind.field {
            response["headers"] = [
                field.name: ["schema": .object(field.schema.json)]
            ]
        }
        response["content"] = [
            APIMedia.problem.rawValue: ["schema": .object(Problem.schema.json)]
        ]
        return response
    }
}

extension Problem.Kind {
    /// The header field that says how to do better.
    fileprivate var field: EndpointDocument.Answer.Field? {
        switch self {
        case .unauthenticated:
            .init(name: "WWW-Authenticate", schema: JSONSchema.text.told("How to give a key."))
        case .limitReached:
            .init(
                name: "Retry-After",
                schema: JSONSchema.integer().told("Seconds; there for limits of requests."))
        default: nil
        }
    }
}

extension APIService.Endpoint {
    /// Every problem that it may answer with.
    var problems: Set<Problem.Kind> {
        // Connections have limits, and the loop may be late, whatever is asked.
        var kinds: Set<Problem.Kind> = [.internalError, .unavailable, .limitReached]
        kinds.formUnion(document.problems)
        if need != .nothing { kinds.formUnion([.invalidRequest, .unauthenticated, .notAllowed]) }
        if route.template.contains("{") { kinds.insert(.notFound) }
        if !document.parameters.isEmpty { kinds.insert(.invalidRequest) }
        if !document.body.isEmpty {
            kinds.formUnion([.invalidRequest, .tooLarge, .unsupportedMedia])
        }
        if !conditions.isEmpty { kinds.formUnion([.invalidRequest, .preconditionFailed]) }
        return kinds
    }
}
