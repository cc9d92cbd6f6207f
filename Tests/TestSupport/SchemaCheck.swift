import Foundation

/// Compares JSON values with JSON Schemas (draft 2020-12) by Debian's python3-jsonschema.
public enum SchemaCheck {
    /// A value and what it should be.
    public struct Pair {
        var text: String

        /// A value, as JSON text, and its schema, as JSON text with everything that it refers to.
        public init(_ name: String, value: String, schema: String) {
            text = #"{"name":"\#(name)","value":\#(value),"schema":\#(schema)}"#
        }
    }

    /// Why nothing could be compared.
    public struct Failure: Error {
        /// What Python said.
        public var what: String
    }

    /// What is wrong with the values, a line each.
    public static func faults(_ pairs: [Pair]) throws -> [String] {
        let process = Process()
        process.executableURL = URL(filePath: "/usr/bin/python3")
        process.arguments = ["-I", "-B", "-c", script]
        let (into, from, errors) = (Pipe(), Pipe(), Pipe())
        process.standardInput = into
        process.standardOutput = from
        process.standardError = errors
        try process.run()
        // It reads everything before it writes anything.
        try into.fileHandleForWriting.write(
            contentsOf: Data(pairs.map { $0.text + "\n" }.joined().utf8))
        try into.fileHandleForWriting.close()
        let said = from.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        guard process.terminationStatus == 0 else {
            let complaint = errors.fileHandleForReading.readDataToEndOfFile()
            throw Failure(what: String(decoding: complaint, as: UTF8.self))
        }
        return String(decoding: said, as: UTF8.self).split(separator: "\n").map(String.init)
    }

    private static let script = """
        import json, sys
        import jsonschema
        kind = jsonschema.Draft202012Validator
        for line in sys.stdin.readlines():
            pair = json.loads(line)
            kind.check_schema(pair["schema"])
            for fault in kind(pair["schema"]).iter_errors(pair["value"]):
                print(pair["name"], fault.json_path, fault.message[:300].replace("\\n", " "))
        """
}
