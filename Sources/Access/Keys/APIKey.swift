import Jobs

/// An API key as it is kept: everything but its secret.
public struct APIKey: Hashable, Sendable {
    /// Its number.
    public var id: KeyID
    /// What its owner calls it.
    public var name: String
    /// SHA-256 of its text.
    public var digest: KeyDigest
    /// Whose jobs it sees and submits.
    public var owner: Owner
    /// Account that the programs of its jobs run as.
    public var account: String
    /// What it may do.
    public var scopes: Set<Scope>
    /// When it was made, in microseconds since 1970-01-01 UTC, as all times here.
    public var createdMicroseconds: Int64
    /// The account that made it.
    public var createdBy: String
    /// When its secret was last replaced; nil: never.
    public var rotatedMicroseconds: Int64?
    /// From then on it is not taken any more; nil: it does not expire.
    public var expiresMicroseconds: Int64?
    /// When it was revoked; nil: it was not.
    public var revokedMicroseconds: Int64?
    /// Requests a minute; nil: ``AccessLimits/requestsPerMinute``.
    public var requestsPerMinute: Int?
    /// Where it may come from; empty: from everywhere.
    public var networks: [Network] = []
    /// Tasks of its jobs that may be open at once; nil: as many as its owner may have.
    public var tasksMax: Int?
    /// Attempts of its jobs that may run at once; nil: as many as its owner may have.
    public var runningMax: Int?
    /// Requests so far.
    public var usesCount: Int64 = 0
    /// When it was last used.
    public var lastUsedMicroseconds: Int64?

    /// A key without bounds of its own.
    public init(
        id: KeyID, name: String, digest: KeyDigest, owner: Owner, account: String,
        scopes: Set<Scope>, createdMicroseconds: Int64, createdBy: String
    ) {
        self.id = id
        self.name = name
        self.digest = digest
        self.owner = owner
        self.account = account
        self.scopes = scopes
        self.createdMicroseconds = createdMicroseconds
        self.createdBy = createdBy
    }

    /// Whether it is neither revoked nor expired.
    public func isActive(at microseconds: Int64) -> Bool {
        revokedMicroseconds == nil && expiresMicroseconds.map { $0 > microseconds } ?? true
    }

    /// Whether it may be used from there.
    public func isAllowed(from address: NetworkAddress) -> Bool {
        networks.isEmpty || networks.contains { $0.contains(address) }
    }
}

/// A change of the keys.
public enum KeyChange: Hashable, Sendable {
    /// A key was made.
    case created(APIKey)
    /// Its secret was replaced; the one before is not taken any more.
    case rotated(KeyID, KeyDigest, microseconds: Int64)
    /// It is not taken any more, for good.
    case revoked(KeyID, microseconds: Int64)
}
