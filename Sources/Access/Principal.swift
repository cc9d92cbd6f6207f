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
    /// The key that was given; nil: none.
    public var key: KeyID?
    /// What the settings call the certificate that was shown in place of a key.
    public var certificate: String?
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

    /// The holder of a certificate that stands for an account.
    public init(certificate: String, owner: Owner, scopes: Set<Scope>) {
        self.owner = owner
        account = owner.account
        isKnown = true
        self.scopes = scopes
        self.certificate = certificate
    }

    /// Whether an account of this machine asks itself.
    public var isPerson: Bool { key == nil && certificate == nil && self != .nobody }

    /// Whether everything may be done.
    public var isAdmin: Bool { scopes.contains(.admin) }
}
