import Foundation
import Scenarios
import Testing

/// A sample of the wire format in `v1`. What is in it stays as it is; it may only grow.
///
/// `ORCHESTRO_RECORD=1` writes the present form, unless that would take something away.
func expectFrozen(
    _ value: JSONValue, _ name: String, sourceLocation: SourceLocation = #_sourceLocation
) throws {
    let file = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
        .appendingPathComponent("v1/\(name).json")
    let actual = Array(value.text().utf8)
    let decoded = try JSONSerialization.jsonObject(
        with: Data(actual), options: .fragmentsAllowed)
    if FileManager.default.fileExists(atPath: file.path) {
        let frozen = try JSONSerialization.jsonObject(with: Data(contentsOf: file))
        let lost = missing(of: frozen, in: decoded, at: name)
        #expect(lost == [], "version 1 may only grow", sourceLocation: sourceLocation)
        guard lost.isEmpty else { return }
    }
    if ProcessInfo.processInfo.environment["ORCHESTRO_RECORD"] == "1" {
        try Data((value.pretty() + "\n").utf8).write(to: file)
    }
    let text = try String(contentsOf: file, encoding: .utf8)
    #expect(value.pretty() + "\n" == text, sourceLocation: sourceLocation)
}

/// The places where something frozen is gone or different.
func missing(of frozen: Any, in actual: Any, at place: String) -> [String] {
    switch (frozen, actual) {
    case (let frozen as [String: Any], let actual as [String: Any]):
        return frozen.keys.sorted().flatMap { key in
            let inner = "\(place).\(key)"
            guard let old = frozen[key], let new = actual[key] else { return [inner] }
            return missing(of: old, in: new, at: inner)
        }
    case (let frozen as [Any], let actual as [Any]):
        guard frozen.count == actual.count else { return [place] }
        return zip(frozen, actual).enumerated().flatMap { index, pair in
            missing(of: pair.0, in: pair.1, at: "\(place)[\(index)]")
        }
    case (let frozen as NSObject, let actual as NSObject):
        return frozen == actual ? [] : [place]
    default:
        return [place]
    }
}

extension JSONValue {
    /// With a member or element a line, for reading and for small differences.
    func pretty(indent: String = "") -> String {
        let inner = indent + "  "
        switch self {
        case .array(let values) where !values.isEmpty:
            let lines = values.map { inner + $0.pretty(indent: inner) }
            return "[\n" + lines.joined(separator: ",\n") + "\n" + indent + "]"
        case .object(let object) where !object.members.isEmpty:
            let lines = object.members.map { key, value in
                inner + JSONValue.string(key).text() + ": " + value.pretty(indent: inner)
            }
            return "{\n" + lines.joined(separator: ",\n") + "\n" + indent + "}"
        default:
            return text()
        }
    }
}
