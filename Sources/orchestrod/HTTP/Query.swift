import HummingbirdCore
import Jobs
import Wire

/// The query of a request, checked.
struct Query {
    private let request: Request

    init(_ request: Request) { self.request = request }

    func text(_ name: APIQuery) -> String? {
        request.uri.queryParameters[Substring(name.rawValue)].map(String.init)
    }

    func texts(_ name: APIQuery) -> [String] {
        request.uri.queryParameters[values: Substring(name.rawValue)].map(String.init)
    }

    /// A number, from 1 where nothing else is said; nil when it is not there.
    func number(from least: Int = 1, _ name: APIQuery, max: Int = .max) throws(Problem) -> Int? {
        guard let text = text(name) else { return nil }
        return try Self.number(text, name.rawValue, from: least, max: max)
    }

    /// A number, from 1 where nothing else is said, that was given under that name.
    static func number(
        _ text: String, _ name: String, from least: Int = 1, max: Int = .max
    ) throws(Problem) -> Int {
        guard let number = Int(text), (least...max).contains(number) else {
            let most = max == .max ? "" : " to \(max)"
            throw Problem(
                .invalidRequest,
                "`\(name)` must be a whole number from \(least)\(most), not"
                    + " `\(text.prefix(40))`")
        }
        return number
    }

    /// Yes or nothing.
    func flag(_ name: APIQuery) throws(Problem) -> Bool { try choice(name) ?? false }

    /// Yes or no; nil when it is not there.
    func choice(_ name: APIQuery) throws(Problem) -> Bool? {
        switch text(name) {
        case nil: return nil
        case "1", "true": return true
        case "0", "false": return false
        case let text?:
            throw Problem(
                .invalidRequest, "`\(name.rawValue)` is 1 or 0, not `\(text.prefix(40))`")
        }
    }

    /// Names that may be there more than once.
    private static let lists = [APIQuery.state.rawValue, APIQuery.offset.rawValue]

    /// Refuses names that a place does not have, and those that are there twice where once is
    /// meant: who writes them believes that they do something.
    func check(for endpoint: APIService.Endpoint) throws(Problem) {
        let place = endpoint.route.template
        guard request.uri.query != nil, place.hasPrefix("/api/") || place.hasPrefix("/ws/") else {
            return
        }
        let known = endpoint.document.parameters.filter { $0.place == .query }.map(\.name)
        var seen: Set<Substring> = []
        for (name, _) in request.uri.queryParameters where name != APIQuery.apiKey.rawValue {
            guard known.contains(String(name)) else {
                let words = known.map { "`\($0)`" }.joined(separator: ", ")
                throw Problem(
                    .invalidRequest,
                    "the query has `\(name.prefix(40))`; "
                        + (known.isEmpty
                            ? "there is nothing to ask for here" : "it may have \(words)"))
            }
            guard seen.insert(name).inserted || Self.lists.contains(String(name)) else {
                throw Problem(.invalidRequest, "the query has `\(name)` more than once")
            }
        }
    }

    func states() throws(Problem) -> Set<JobState> {
        var states: Set<JobState> = []
        for text in texts(.state) {
            guard let state = JobState(rawValue: text) else {
                let words = JobState.allCases.map(\.rawValue).joined(separator: ", ")
                throw Problem(
                    .invalidRequest, "`state` is one of \(words), not `\(text.prefix(40))`")
            }
            states.insert(state)
        }
        return states
    }

    /// A page's number of items and where it begins.
    func page() throws(Problem) -> PageRequest {
        PageRequest(
            limit: try number(.limit, max: APILimits.pageItemsMax) ?? APILimits.pageItemsDefault,
            cursor: try number(.cursor))
    }
}

/// Which page of a list is wanted.
struct PageRequest: Hashable, Sendable {
    /// Its number of items, 1…``APILimits/pageItemsMax``.
    var limit = APILimits.pageItemsDefault
    /// What the page before said about it; nil: the first.
    var cursor: Int?
}
