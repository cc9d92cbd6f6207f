import Scenarios

/// What a client asks: a document and what fills it.
public struct GraphQLRequest: Hashable, Sendable {
    /// The document.
    public var query: String
    /// Which operation of the document; nil: its only one.
    public var operationName: String?
    /// Values of the operation's variables.
    public var variables: JSONObject

    /// Makes a request.
    public init(query: String, operationName: String? = nil, variables: JSONObject = [:]) {
        self.query = query
        self.operationName = operationName
        self.variables = variables
    }

    /// Reads the object that HTTP and `graphql-transport-ws` carry; the error says what is wrong.
    public init(json: JSONValue) throws(GraphQLError) {
        guard case .object(let object) = json else {
            throw GraphQLError("The request must be an object.")
        }
        guard case .string(let query) = object["query"] else {
            throw GraphQLError("\"query\" must be a string.")
        }
        self.init(query: query)
        switch object["operationName"] {
        case nil, .null: break
        case .string(let name): operationName = name
        default: throw GraphQLError("\"operationName\" must be a string.")
        }
        switch object["variables"] {
        case nil, .null: break
        case .object(let values): variables = values
        default: throw GraphQLError("\"variables\" must be an object.")
        }
        switch object["extensions"] {
        case nil, .null, .object: break
        default: throw GraphQLError("\"extensions\" must be an object.")
        }
    }
}

/// An answer in the form of the specification's section 7.
public struct GraphQLResponse: Hashable, Sendable {
    /// What was asked for; nil: nothing was carried out.
    public var data: JSONValue?
    /// What went wrong.
    public var errors: [GraphQLError]

    /// An answer of an operation that was carried out.
    public init(data: JSONValue, errors: [GraphQLError] = []) {
        self.data = data
        self.errors = errors
    }

    /// An answer to a request of which nothing was carried out.
    public init(_ errors: GraphQLErrors) { self.errors = errors.errors }

    /// The object to send.
    public var json: JSONValue {
        var object: JSONObject = [:]
        if !errors.isEmpty { object["errors"] = .array(errors.map(\.json)) }
        object["data"] = data
        return .object(object)
    }
}
