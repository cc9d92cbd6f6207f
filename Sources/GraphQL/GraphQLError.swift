import Scenarios

/// A mistake in a document or something that went wrong while it was carried out, in the form of
/// the specification's section 7.1.2.
public struct GraphQLError: Error, Hashable, Sendable {
    /// One step from the answer's root to a value.
    public enum PathPart: Hashable, Sendable {
        /// A field by its name in the answer.
        case field(String)
        /// An item of a list, from 0.
        case index(Int)
    }

    /// What is wrong, in a sentence.
    public var message: String
    /// Where in the document.
    public var locations: [Position]
    /// Where in the answer; nil: not about one value.
    public var path: [PathPart]?
    /// Further facts for programs.
    public var extensions: JSONObject?

    /// Makes an error.
    public init(
        _ message: String, at locations: [Position] = [], path: [PathPart]? = nil,
        extensions: JSONObject? = nil
    ) {
        self.message = message
        self.locations = locations
        self.path = path
        self.extensions = extensions
    }

    /// The object of an answer's `errors`.
    public var json: JSONValue {
        var object: JSONObject = ["message": .string(message)]
        if !locations.isEmpty {
            object["locations"] = .array(
                locations.map { ["line": .integer($0.line), "column": .integer($0.column)] })
        }
        if let path {
            object["path"] = .array(
                path.map {
                    switch $0 {
                    case .field(let name): .string(name)
                    case .index(let index): .integer(index)
                    }
                })
        }
        if let extensions { object["extensions"] = .object(extensions) }
        return .object(object)
    }
}

/// Several mistakes of one document, all that were found.
public struct GraphQLErrors: Error, Hashable, Sendable {
    /// The mistakes, at least one.
    public var errors: [GraphQLError]

    /// Makes a list.
    public init(_ errors: [GraphQLError]) { self.errors = errors }
}
