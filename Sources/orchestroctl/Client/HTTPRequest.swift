import Glibc
import Scenarios
import Wire

/// A request to the daemon.
struct HTTPRequest {
    var method = "GET"
    var path: String
    var query: [(APIQuery, String)] = []
    var headers: [(APIHeader, String)] = []
    var body: Body?

    /// What is sent with a request.
    enum Body {
        case json(JSONValue)
        case file(FileBody)
    }

    init(_ path: String, _ query: [(APIQuery, String)] = []) {
        self.path = path
        self.query = query
    }

    /// Whether all of it is still there when it was sent.
    var canBeRepeated: Bool { if case .file? = body { false } else { true } }

    /// The URL at a daemon.
    func url(at place: DaemonPlace) -> String {
        let pairs = query.map { "\($0.rawValue)=\(Self.escaped($1))" }
        return place.base + path + (pairs.isEmpty ? "" : "?" + pairs.joined(separator: "&"))
    }

    /// The header's lines.
    var headerLines: [String] {
        var lines = headers.map { "\($0.rawValue): \(Self.line($1))" }
        // Of a large body it is asked first whether it is wanted (RFC 9110, 10.1.1).
        if case .file(let file) = body {
            lines.append("Content-Type: \(file.mediaType)")
            lines.append("Expect: 100-continue")
            return lines
        }
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

/// A body that is in a file without a name, read as it is sent.
final class FileBody {
    let descriptor: Int32
    let bytesCount: Int
    let mediaType: String

    /// Takes the open file over.
    init(descriptor: Int32, bytesCount: Int, mediaType: String) {
        self.descriptor = descriptor
        self.bytesCount = bytesCount
        self.mediaType = mediaType
    }

    deinit { close(descriptor) }
}
