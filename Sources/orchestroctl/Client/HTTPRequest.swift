import Scenarios
import Wire

/// A request to the daemon.
struct HTTPRequest {
    var method = "GET"
    var path: String
    var query: [(APIQuery, String)] = []
    var headers: [(APIHeader, String)] = []
    var body: JSONValue?

    init(_ path: String, _ query: [(APIQuery, String)] = []) {
        self.path = path
        self.query = query
    }

    /// The URL; its host means nothing.
    var url: String {
        let pairs = query.map { "\($0.rawValue)=\(Self.escaped($1))" }
        return "http://orchestro\(path)" + (pairs.isEmpty ? "" : "?" + pairs.joined(separator: "&"))
    }

    /// The header's lines.
    var headerLines: [String] {
        var lines = headers.map { "\($0.rawValue): \(Self.line($1))" }
        lines.append("Expect:")
        if body != nil { lines.append("Content-Type: \(APIMedia.json.rawValue)") }
        return lines
    }

    /// Everything but RFC 3986's unreserved characters in percent form.
    static func escaped(_ text: String) -> String {
        var escaped = ""
        for byte in text.utf8 {
            let scalar = Unicode.Scalar(byte)
            switch scalar {
            case "a"..."z", "A"..."Z", "0"..."9", "-", ".", "_", "~":
                escaped.unicodeScalars.append(scalar)
            default:
                let digits = String(byte, radix: 16, uppercase: true)
                escaped += "%" + (digits.count < 2 ? "0" : "") + digits
            }
        }
        return escaped
    }

    /// Line ends in a value would begin another line of the header.
    private static func line(_ text: String) -> String {
        String(String.UnicodeScalarView(text.unicodeScalars.filter { $0.value >= 0x20 }))
    }
}
