import Jobs

/// Who may do what, decided in one place. What somebody may not see is answered as what does not
/// exist, by the same words.
public enum Permission {
    /// What a request needs.
    public enum Need: Hashable, Sendable {
        /// Nothing: anybody may ask, also without a key.
        case nothing
        /// To say who one is: what may be done is decided for each part of the request.
        case identity
        /// One of the scopes.
        case scope(Scope)
        /// To be an account of this machine in person, or to administrate: a key or a certificate
        /// that could make keys would outlive its own revocation.
        case person
    }

    /// Whether the request may be made at all.
    public static func allows(_ principal: Principal, _ need: Need) -> Bool {
        switch need {
        case .nothing, .identity: true
        case .scope(let scope): principal.isAdmin || principal.scopes.contains(scope)
        case .person: principal.isAdmin || principal.isPerson
        }
    }

    /// Whether jobs of that owner may be seen, stopped and repeated.
    public static func maySee(_ principal: Principal, jobsOf owner: Owner) -> Bool {
        principal.isAdmin || principal.owner.userID == owner.userID
    }

    /// Whether a job of that owner that ran as that account may be attempted again: what it runs
    /// may have changed meanwhile, so a key that ran programs as another account must not live on
    /// in its jobs.
    public static func mayRepeat(
        _ principal: Principal, as account: String, jobsOf owner: Owner
    ) -> Bool {
        maySee(principal, jobsOf: owner)
            && (principal.isAdmin || account == owner.account || account == principal.account)
    }

    /// Whether a key may be seen, replaced and revoked.
    public static func mayManage(_ principal: Principal, _ key: APIKey) -> Bool {
        allows(principal, .person) && maySee(principal, jobsOf: key.owner)
    }

    /// Whether a webhook of that owner may be seen and changed: one that a key made would go on
    /// telling after the key's end.
    public static func mayManage(_ principal: Principal, webhooksOf owner: Owner) -> Bool {
        allows(principal, .person) && maySee(principal, jobsOf: owner)
    }

    /// Why such a key may not be made; nil: it may. Nobody gives more than he has.
    public static func objection(_ principal: Principal, making key: APIKey) -> String? {
        if principal.isAdmin { return nil }
        if key.owner.userID != principal.owner.userID {
            return "only administrators make keys for others"
        }
        if key.account != principal.owner.account {
            return "only administrators make keys that run programs as another account"
        }
        if key.scopes.contains(.admin) {
            return "only administrators make keys that administrate"
        }
        return nil
    }
}
