import ArgumentParser
import Reports
import Scenarios
import Wire

/// `orchestroctl api info`: the API in short, as the daemon that is asked has it.
struct APIInfoCommand: ClientCommand {
    static let configuration = CommandConfiguration(
        commandName: "info",
        abstract: "Show the API in short: its address, how to use a key, its places.",
        discussion: "The places are read from the daemon's own /openapi.json.")

    @Flag(help: "Print a JSON object.")
    var json = false

    @OptionGroup var connection: ConnectionOptions

    func run(_ client: APIClient) throws {
        let bytes = try client.http.bytes(HTTPRequest("/openapi.json"))
        let info = try APIInfo(
            document: String(decoding: bytes, as: UTF8.self), client.http.connection)
        if json { return Output.json(info.json) }
        for line in FactLines.lines(info.facts) { Output.line(line) }
        Output.line("")
        var table = TextTable(["METHOD", "PLACE", "DOES"], right: [])
        for place in info.places { table.add([place.method, place.path, place.summary]) }
        for line in table.lines(columns: Output.columns) { Output.line(line) }
    }
}

/// What is told of the API.
struct APIInfo {
    /// A method of a place.
    struct Place: Hashable {
        var method: String
        var path: String
        var summary: String
    }

    private static let methods: Set<String> = ["get", "post", "put", "patch", "delete"]

    private let connection: Connection
    /// The daemon's version.
    let version: String
    let places: [Place]

    /// Reads an OpenAPI document.
    init(document: String, _ connection: Connection) throws(ClientFailure) {
        self.connection = connection
        (version, places) = try JobResults.reading { () throws(ShapeError) in
            let document = try OpenAPIDocument(text: document)
            return (document.version, document.places)
        }
    }

    /// Reads what is needed of such a document; the rest is passed over.
    private struct OpenAPIDocument {
        var version: String
        var places: [Place] = []

        init(text: String) throws(ShapeError) {
            let value: JSONValue
            do throws(JSONError) { value = try JSONValue.parse(text) } catch {
                throw ShapeError(
                    path: "/openapi.json", expected: "JSON", found: error.message)
            }
            let object = try ObjectReader(value, path: "$")
            version = try object.object("info").text("version")
            let paths = try object.object("paths")
            guard case .object(let members) = paths.value else { return }
            for (path, _) in members.members {
                let item = try paths.object(path)
                guard case .object(let operations) = item.value else { continue }
                for (method, _) in operations.members where methods.contains(method) {
                    let summary = try item.object(method).textIfAny("summary") ?? ""
                    places.append(
                        Place(method: method.uppercased(), path: path, summary: summary))
                }
            }
        }
    }

    private var base: String { connection.place.base }

    /// A command that asks for the status.
    private var example: String {
        let url = base + APIRoute.status.path
        guard case .socket(let path) = connection.place else {
            let ca = connection.files.ca.map { " --cacert \($0)" } ?? ""
            let key = connection.files.key.map { "$(cat \($0))" } ?? "$KEY"
            return "curl\(ca) -H \"Authorization: Bearer \(key)\" \(url)"
        }
        return "curl --unix-socket \(path) \(url)"
    }

    private var authentication: String {
        connection.place.isRemote
            ? "a key: Authorization: Bearer KEY, or X-API-Key: KEY"
            : "the account that asks, or a key: Authorization: Bearer KEY, or X-API-Key: KEY"
    }

    var facts: [(String, String)] {
        [
            ("daemon", connection.description), ("version", version),
            ("base", base + "/api/v1"), ("who asks", authentication), ("example", example),
            ("description", base + "/openapi.json"), ("for browsers", base + "/docs"),
        ]
    }

    var json: JSONValue {
        let list = places.map { place -> JSONValue in
            [
                "method": .string(place.method), "path": .string(place.path),
                "summary": .string(place.summary),
            ]
        }
        return [
            "daemon": .string(connection.place.description),
            "daemon_version": .string(version), "base": .string(base + "/api/v1"),
            "openapi": .string(base + "/openapi.json"), "docs": .string(base + "/docs"),
            "places": .array(list),
        ]
    }
}
