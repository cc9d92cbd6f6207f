import Scenarios

/// A message of the client in the `graphql-transport-ws` protocol.
enum TransportMessage: Hashable, Sendable {
    case initialise(payload: JSONValue?)
    case ping(payload: JSONValue?)
    case pong
    case subscribe(id: String, GraphQLRequest)
    case complete(id: String)

    /// Reads a text message; nil: it is none of the protocol.
    init?(text: String) {
        guard let object = Self.object(text), case .string(let type) = object["type"] else {
            return nil
        }
        switch type {
        case "connection_init":
            guard let payload = Self.payload(of: object) else { return nil }
            self = .initialise(payload: payload)
        case "ping":
            guard let payload = Self.payload(of: object) else { return nil }
            self = .ping(payload: payload)
        case "pong":
            guard Self.payload(of: object) != nil else { return nil }
            self = .pong
        case "subscribe":
            guard let id = Self.id(of: object), let payload = object["payload"],
                let request = Self.request(payload)
            else { return nil }
            self = .subscribe(id: id, request)
        case "complete":
            guard let id = Self.id(of: object) else { return nil }
            self = .complete(id: id)
        default: return nil
        }
    }

    private static func object(_ text: String) -> JSONObject? {
        // What is no JSON is no message; there is nothing more to say about it.
        guard let value = try? JSONValue.parse(text), case .object(let object) = value else {
            return nil
        }
        return object
    }

    private static func request(_ payload: JSONValue) -> GraphQLRequest? {
        // What is no request is no message; there is nothing more to say about it.
        try? GraphQLRequest(json: payload)
    }

    /// `.some(nil)`: there is none; nil: it is not an object.
    private static func payload(of object: JSONObject) -> JSONValue?? {
        switch object["payload"] {
        case nil, .null: .some(nil)
        case .object(let payload): .some(.object(payload))
        default: nil
        }
    }

    private static func id(of object: JSONObject) -> String? {
        guard case .string(let id) = object["id"], !id.isEmpty,
            id.utf8.count <= GraphQLLimits.idBytesMax
        else { return nil }
        return id
    }
}

/// Messages of the service.
enum TransportAnswer {
    static func acknowledge(_ payload: JSONValue?) -> String {
        message("connection_ack", payload: payload)
    }

    static func pong(_ payload: JSONValue?) -> String { message("pong", payload: payload) }

    static func ping() -> String { message("ping", payload: nil) }

    static func next(_ id: String, _ response: GraphQLResponse) -> String {
        message("next", id, payload: response.json)
    }

    static func error(_ id: String, _ errors: [GraphQLError]) -> String {
        message("error", id, payload: .array(errors.map(\.json)))
    }

    static func complete(_ id: String) -> String { message("complete", id, payload: nil) }

    private static func message(
        _ type: String, _ id: String? = nil, payload: JSONValue?
    ) -> String {
        var object = JSONObject()
        if let id { object["id"] = .string(id) }
        object["type"] = .string(type)
        if let payload { object["payload"] = payload }
        return JSONValue.object(object).text()
    }
}
