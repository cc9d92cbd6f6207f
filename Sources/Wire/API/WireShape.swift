import Scenarios

/// A value that travels as a JSON object. Both directions are written by hand, so that renaming
/// something in the program never changes what is sent; members are only ever added.
public protocol WireShape: Hashable, Sendable {
    /// The object to send.
    var json: JSONValue { get }
    /// Reads the object; members it does not know are passed over unless the shape says otherwise.
    init(_ object: ObjectReader) throws(ShapeError)
    /// What the object has, for the API's description.
    static var schema: JSONSchema { get }
}

extension WireShape {
    /// Reads a JSON value.
    public init(json: JSONValue) throws(ShapeError) {
        try self.init(ObjectReader(json, path: "$"))
    }

    /// Reads a JSON text.
    public init(text: some StringProtocol) throws(ShapeError) {
        let value: JSONValue
        do throws(JSONError) {
            value = try JSONValue.parse(text)
        } catch {
            throw ShapeError(
                path: "$", expected: "JSON", found: "\(error.message) at \(error.offset)")
        }
        try self.init(json: value)
    }

    /// The object as JSON text on one line.
    public var text: String { json.text() }
}
