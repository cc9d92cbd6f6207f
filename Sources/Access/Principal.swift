import Jobs

/// Who asks: an account by the Unix socket, or the holder of a key.
public struct Principal: Hashable, Sendable {
    /// Whose jobs these are.
    public var owner: Owner
    /// Account that programs run as.
    public var account: String
    /// Whether this machine has the owner's account.
    public var isKnown: Bool
    /// What may be done.
    public var scopes: Set<Scope>
    /// The key that was given; nil: the account itself asks.
    public var key: KeyID?
    /// Tasks of the key's jobs that may be open at once; nil: as many as the owner may have.
    public var tasksMax: Int?

    /// An account of this machine.
    public init(owner: Owner, isKnown: Bool, isAdmin: Bool) {
        self.owner = owner
        account = owner.account
        self.isKnown = isKnown
        scopes = isAdmin ? Set(Scope.allCases) : [.read, .submit, .cancel]
    }

    /// Somebody who has not said who he is.
    public static let nobody: Principal = {
        var nobody = Principal(
            owner: Owner(account: "", userID: .max), isKnown: false, isAdmin: false)
        nobody.scopes = []
        return nobody
    }()

    /// The holder of a key.
    public init(_ key: APIKey) {
        owner = key.owner
        account = key.account
        isKnown = true
        scopes = key.scopes
        self.key = key.id
        tasksMax = key.tasksMax
    }

    /// Whether everything may be done.
    public var isAdmin: Bool { scopes.contains(.admin) }
}
