import Scenarios

/// What `GET /` says, in the original's words: who answers, and where to go on.
public struct ServiceCard: WireShape {
    /// What it is called.
    public var name = "Orchestro"
    /// Version of the daemon.
    public var version = OrchestroVersion.text
    /// Where people read about the API.
    public var docs = APIRoute.docs.path
    /// Where programs ask whether it lives.
    public var health = APIRoute.health.path

    /// The card of this version.
    public init() {}

    /// Reads the object.
    public init(_ object: ObjectReader) throws(ShapeError) {
        name = try object.text("name")
        version = try object.text("version")
        docs = try object.text("docs")
        health = try object.text("health")
    }

    /// The object to send.
    public var json: JSONValue {
        [
            "name": .string(name), "version": .string(version), "docs": .string(docs),
            "health": .string(health),
        ]
    }

    /// What the object has.
    public static let schema = JSONSchema.object([
        "name": .text, "version": .text,
        "docs": .text.told("Where people read about the API."),
        "health": .text.told("Where programs ask whether it lives."),
    ]).named("ServiceCard")
}
