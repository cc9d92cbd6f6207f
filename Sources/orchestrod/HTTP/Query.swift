import Hummingbird
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

    /// A number from 1; nil when it is not there.
    func number(_ name: APIQuery, max: Int = .max) throws(Problem) -> Int? {
        guard let text = text(name) else { return nil }
        return try Self.number(text, name.rawValue, max: max)
    }

    /// A number from 1 that was given under that name.
    static func number(_ text: String, _ name: String, max: Int = .max) throws(Problem) -> Int {
        guard let number = Int(text), (1...max).contains(number) else {
            let most = max == .max ? "" : " to \(max)"
            throw Problem(
                .invalidRequest,
                "`\(name)` must be a whole number from 1\(most), not `\(text.prefix(40))`")
        }
        return number
    }

    /// `1` or nothing.
    func flag(_ name: APIQuery) throws(Problem) -> Bool {
        switch text(name) {
        case nil, "0", "false": return false
        case "1", "true": return true
        case let text?:
            throw Problem(
                .invalidRequest, "`\(name.rawValue)` is 1 or 0, not `\(text.prefix(40))`")
        }
    }

    /// Refuses names that a place does not have, and those that are there twice where once is
    /// meant: who writes them believes that they do something.
    func check(for endpoint: APIService.Endpoint) throws(Problem) {
        guard request.uri.query != nil, endpoint.route.template.hasPrefix("/api/") else { return }
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
            guard seen.insert(name).inserted || name == APIQuery.state.rawValue else {
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
