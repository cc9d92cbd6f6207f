import Access
import Jobs
import Wire

/// Makes a key of a request, checking every member of it.
struct KeyBuilder {
    private let request: KeyRequest
    private let principal: Principal
    private let accounts: Accounts

    init(_ request: KeyRequest, principal: Principal, accounts: Accounts) {
        self.request = request
        self.principal = principal
        self.accounts = accounts
    }

    /// The key, still without its number.
    func build(_ digest: KeyDigest, at microseconds: Int64) throws(Problem) -> APIKey {
        let owner = try owner()
        var key = APIKey(
            id: KeyID(0), name: try name(), digest: digest, owner: owner,
            account: try account(owner), scopes: try scopes(), createdMicroseconds: microseconds,
            createdBy: principal.owner.account)
        key.expiresMicroseconds = request.expiresMicroseconds
        if let time = request.expiresMicroseconds, time <= microseconds {
            throw Problem(.invalidRequest, "`expires_at` is over")
        }
        key.requestsPerMinute = request.requestsPerMinute
        key.networks = try networks()
        key.tasksMax = request.tasksMax
        key.runningMax = request.runningMax
        return key
    }

    private func name() throws(Problem) -> String {
        let name = request.name
        guard !name.isEmpty, name.utf8.count <= AccessLimits.nameBytesMax,
            name.unicodeScalars.allSatisfy({ $0.value >= 0x20 && $0.value != 0x7F })
        else {
            throw Problem(
                .invalidRequest,
                "`name` has 1 to \(AccessLimits.nameBytesMax) bytes without control characters")
        }
        return name
    }

    /// Accounts that do not exist are looked up for administrators alone: others learn nothing.
    private func owner() throws(Problem) -> Owner {
        guard let name = request.owner, name != principal.owner.account else {
            guard principal.isKnown else {
                throw Problem(.notAllowed, "this machine has no account for the caller")
            }
            return principal.owner
        }
        guard principal.isAdmin else {
            throw Problem(.notAllowed, "only administrators make keys for others")
        }
        guard let owner = accounts.owner(named: name) else { throw Self.unknown(name) }
        return owner
    }

    private func account(_ owner: Owner) throws(Problem) -> String {
        guard let name = request.account, name != owner.account else { return owner.account }
        guard principal.isAdmin else {
            throw Problem(
                .notAllowed, "only administrators make keys that run programs as another account")
        }
        guard let account = accounts.owner(named: name) else { throw Self.unknown(name) }
        return account.account
    }

    private static func unknown(_ name: String) -> Problem {
        Problem(.invalidRequest, "there is no account `\(name.prefix(40))` on this machine")
    }

    private func scopes() throws(Problem) -> Set<Scope> {
        var scopes: Set<Scope> = []
        for word in request.scopes {
            guard let scope = Scope(rawValue: word) else {
                let words = Scope.allCases.map(\.rawValue).joined(separator: ", ")
                throw Problem(
                    .invalidRequest, "a scope is one of \(words), not `\(word.prefix(40))`")
            }
            scopes.insert(scope)
        }
        return scopes.isEmpty ? [.read] : scopes
    }

    private func networks() throws(Problem) -> [Network] {
        var networks: [Network] = []
        for text in request.networks {
            guard let network = Network(text: text) else {
                throw Problem(
                    .invalidRequest,
                    "`\(text.prefix(60))` is no network; write 192.0.2.0/24, 2001:db8::/32 or one"
                        + " address, with zeros behind the prefix")
            }
            networks.append(network)
        }
        return networks
    }
}
