import Scenarios
import Wire

/// What the API's description tells of one method of one place, but for what follows from its
/// route and its ``Permission/Need``: parameters of the path, security, the problems that every
/// such place has.
struct EndpointDocument: Sendable {
    /// The parts of the API.
    enum Tag: String, CaseIterable {
        case jobs, tasks, keys, webhooks, service

        /// What belongs to it.
        var sentence: String {
            switch self {
            case .jobs: "Submissions of scenarios, and what becomes of them."
            case .tasks: "The scenarios of a job, their attempts, and what these left."
            case .keys: "API keys, what was done with them, and the audit log."
            case .webhooks: "Places that are told what happens to jobs, and what became of that."
            case .service: "The daemon, its workers, and its documents."
            }
        }
    }

    /// A parameter of the query or a field of the header.
    struct Parameter {
        enum Place: String { case query, header }

        var name: String
        var place: Place
        var schema: JSONSchema

        /// A parameter of the query; a place where it may be something else says what.
        static func query(_ name: APIQuery, _ schema: JSONSchema? = nil) -> Parameter {
            Parameter(name: name.rawValue, place: .query, schema: schema ?? name.schema)
        }

        /// A field of the request's header.
        static func header(_ name: APIHeader) -> Parameter {
            Parameter(name: name.rawValue, place: .header, schema: name.schema)
        }
    }

    /// A body: what kind, and what it has.
    struct Content {
        var media: String
        var schema: JSONSchema
        /// One that works as it is, for people to start from.
        var example: JSONValue?

        static func json(_ schema: JSONSchema, example: JSONValue? = nil) -> Content {
            Content(media: APIMedia.json.rawValue, schema: schema, example: example)
        }

        static func media(_ media: APIMedia, _ schema: JSONSchema) -> Content {
            Content(media: media.rawValue, schema: schema)
        }
    }

    /// An answer that is no problem.
    struct Answer {
        /// A field of the answer's header.
        struct Field {
            var name: String
            var schema: JSONSchema

            static let tag = Field(
                name: "ETag", schema: JSONSchema.text.told("Tells this state from all others."))
            static let location = Field(
                name: "Location", schema: JSONSchema.text.told("Where it is found."))
        }

        var status: Int
        var sentence: String
        var contents: [Content]
        var fields: [Field] = []

        static func ok(_ sentence: String, _ contents: Content...) -> Answer {
            Answer(status: 200, sentence: sentence, contents: contents)
        }

        static func created(_ sentence: String, _ contents: Content...) -> Answer {
            Answer(status: 201, sentence: sentence, contents: contents, fields: [.location])
        }
    }

    /// `operationId`: what generated clients call it.
    var name: String
    var tag: Tag
    /// One line.
    var summary: String
    /// More, in CommonMark.
    var text = ""
    var parameters: [Parameter] = []
    /// What the body may be; empty: there is none.
    var body: [Content] = []
    var answers: [Answer]
    /// Problems that do not follow from route, need, parameters and body.
    var problems: [Problem.Kind] = []
}
