import HTTPTypes
import Wire

/// Finds what answers at a path: each of the API's places once, with what it has for each method.
struct RouteTable: Sendable {
    /// A place with what answers there.
    struct Place: Sendable {
        fileprivate let route: APIRoute
        fileprivate let parts: [Part]
        fileprivate var answers: [(method: HTTPRequest.Method, endpoint: APIService.Endpoint)]

        /// What answers a method; nil: the place does not take it.
        func endpoint(_ method: HTTPRequest.Method) -> APIService.Endpoint? {
            answers.first { $0.method == method }?.endpoint
        }

        /// The methods that it takes, in the order of the table.
        var methods: [HTTPRequest.Method] { answers.map(\.method) }
    }

    /// A place at a path.
    struct Match: Sendable {
        let place: Place
        /// What stands for the variable parts, decoded.
        let parameters: [APIRoute.Parameter: String]
    }

    fileprivate enum Part: Hashable, Sendable {
        case word(String)
        case variable(APIRoute.Parameter)
    }

    /// By the number of their parts; those without variable parts come first.
    private var places: [Int: [Place]] = [:]

    init(_ endpoints: [APIService.Endpoint]) {
        var made: [Place] = []
        for endpoint in endpoints {
            let answers = endpoint.methods.map { (method: $0, endpoint: endpoint) }
            if let index = made.firstIndex(where: { $0.route == endpoint.route }) {
                made[index].answers += answers
            } else {
                made.append(
                    Place(
                        route: endpoint.route, parts: Self.parts(endpoint.route.template),
                        answers: answers))
            }
        }
        for place in made.filter(\.isFixed) + made.filter({ !$0.isFixed }) {
            places[place.parts.count, default: []].append(place)
        }
    }

    /// The place at a path as it stands in a request, without its query; nil: there is none. Places
    /// have no empty parts, so that there is one way to write each of them.
    func find(_ path: String) -> Match? {
        guard path.utf8.first == UInt8(ascii: "/") else { return nil }
        let parts = path.utf8.count == 1 ? [] : Self.split(path)
        for place in places[parts.count] ?? [] where place.fits(parts) {
            var parameters: [APIRoute.Parameter: String] = [:]
            for (part, text) in zip(place.parts, parts) {
                if case .variable(let name) = part {
                    parameters[name] = String(text).percentDecoded
                }
            }
            return Match(place: place, parameters: parameters)
        }
        return nil
    }

    private static func split(_ path: String) -> [Substring] {
        path.dropFirst().split(separator: "/", omittingEmptySubsequences: false)
    }

    private static func parts(_ template: String) -> [Part] {
        guard template != "/" else { return [] }
        return split(template).map { part in
            guard part.hasPrefix("{") else { return .word(String(part)) }
            guard let name = APIRoute.Parameter(rawValue: String(part.dropFirst().dropLast()))
            else { preconditionFailure("\(template): `\(part)` is no parameter") }
            return .variable(name)
        }
    }
}

extension RouteTable.Place {
    fileprivate var isFixed: Bool {
        parts.allSatisfy { if case .word = $0 { true } else { false } }
    }

    fileprivate func fits(_ path: [Substring]) -> Bool {
        zip(parts, path).allSatisfy { part, text in
            switch part {
            case .word(let word): text == word
            case .variable: !text.isEmpty
            }
        }
    }
}

extension String {
    /// With octets in the place of `%` and two hexadecimal digits (RFC 3986, section 2.1); as it is
    /// when that is not UTF-8.
    fileprivate var percentDecoded: String {
        let percent = UInt8(ascii: "%")
        guard utf8.contains(percent) else { return self }
        var bytes: [UInt8] = []
        var rest = utf8[...]
        while let byte = rest.popFirst() {
            let digits = String(rest.prefix(2)) ?? ""
            guard byte == percent, digits.utf8.count == 2, digits.allSatisfy(\.isHexDigit),
                let value = UInt8(digits, radix: 16)
            else {
                bytes.append(byte)
                continue
            }
            bytes.append(value)
            rest.removeFirst(2)
        }
        return String(validating: bytes, as: UTF8.self) ?? self
    }
}
