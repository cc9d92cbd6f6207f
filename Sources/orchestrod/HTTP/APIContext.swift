import Access
import HTTPTypes
import Jobs
import Synchronization
import Wire

/// What belongs to one request: who asks.
struct APIContext: Sendable {
    /// Where the request comes from.
    let origin: Origin
    /// The certificate that the client has shown.
    let certificate: ClientCertificate?
    /// The caller: the account at the other end, until a key says something else.
    var principal: Principal
    /// The method that is asked for.
    var method = HTTPRequest.Method.get
    /// The path that is asked for, without its query.
    var path = ""
    /// The field of a GraphQL operation that is asked for.
    var field: String?
    /// What stands for the variable parts of the path.
    private(set) var parameters: [APIRoute.Parameter: String] = [:]
    /// Where what is spoken after an upgrade is left; nil: the request asks for none.
    var offer: WebSocketOffer?
    /// What is to be counted of the request besides its answer.
    var tally = Tally()
    /// Whether there is still somebody to answer to.
    let isConnected: @Sendable () -> Bool

    init(source: APISource) {
        origin = source.origin
        certificate = source.certificate
        principal = source.principal
        isConnected = source.isConnected
    }

    /// The same with what stands for the variable parts of the path.
    func with(_ parameters: [APIRoute.Parameter: String]) -> APIContext {
        var context = self
        context.parameters = parameters
        return context
    }

    /// What stands for a variable part of the path.
    func text(_ parameter: APIRoute.Parameter) -> String { parameters[parameter] ?? "" }

    /// What is asked for, as the audit log names it: method and path, never the query, where a key
    /// may be.
    var subject: String {
        "\(method.rawValue) \(path.prefix(HTTPLimits.toldPathMax))" + (field.map { " " + $0 } ?? "")
    }

    /// Where it comes from, for the audit log: with the certificate that stands for the caller.
    var place: String {
        principal.certificate.map { "\(origin) \($0)" } ?? "\(origin)"
    }

    /// Whose refusals are told together when there are many: the key, the certificate, the account
    /// or the network.
    var party: String {
        if let key = principal.key { return "key \(key)" }
        return principal.certificate ?? origin.party.description
    }

    /// The account for whom the request is made.
    var peer: Peer {
        Peer(
            userID: principal.owner.userID, account: principal.owner.account,
            isKnown: principal.isKnown, isAdmin: principal.isAdmin)
    }
}

/// What a request did that its status does not tell.
final class Tally: Sendable {
    private struct State {
        var jobs = 0
        var status: Int?
    }

    private let state = Mutex(State())

    /// Jobs that it submitted.
    var jobs: Int { state.withLock { $0.jobs } }
    /// The highest status of its parts, where it has parts.
    var status: Int? { state.withLock { $0.status } }

    /// A job was accepted.
    func submitted() { state.withLock { $0.jobs += 1 } }

    /// A part of it ended with that status.
    func add(status: Int) { state.withLock { $0.status = max($0.status ?? 0, status) } }
}

/// Where a request comes from.
struct APISource: Sendable {
    let origin: Origin
    let principal: Principal
    let certificate: ClientCertificate?
    /// Whether the connection lasts.
    var isConnected: @Sendable () -> Bool = { true }

    /// A request by the Unix socket.
    init(peer: Peer) {
        origin = .account(userID: peer.userID)
        certificate = nil
        principal = Principal(
            owner: Owner(account: peer.account, userID: peer.userID), isKnown: peer.isKnown,
            isAdmin: peer.isAdmin)
    }

    /// A request by the network: nobody, until there is a key or a certificate that is known.
    init(address: NetworkAddress, certificate: ClientCertificate? = nil) {
        self.certificate = certificate
        origin = .network(address)
        principal = .nobody
    }
}
