import CLaunch
import Glibc

/// Whom a process becomes when it gives up root.
public struct Identity: Hashable, Sendable {
    /// Number of the user.
    public var user: uid_t
    /// Number of the group.
    public var group: gid_t
    /// Numbers of all groups.
    public var groups: [gid_t]

    /// Makes an identity.
    public init(user: uid_t, group: gid_t, groups: [gid_t]) {
        self.user = user
        self.group = group
        self.groups = groups
    }

    /// Becomes this for good. Only for root, in a process without a second thread.
    public func become() throws(SystemError) {
        let error = withAccount { caccount_become($0) }
        guard error == 0 else { throw SystemError(error) }
    }

    fileprivate func withAccount<Result>(
        _ body: (UnsafePointer<caccount>) -> Result
    ) -> Result {
        groups.withUnsafeBufferPointer { groups in
            var account = caccount(
                uid: user, gid: group, groups: groups.baseAddress, group_count: groups.count)
            return withUnsafePointer(to: &account) { body($0) }
        }
    }
}

extension Launcher {
    /// Makes a launcher process that has no network but loopback, or that becomes an account.
    ///
    /// Root may simply enter a network namespace; anybody else needs a user namespace for that, in
    /// which the account keeps its number.
    public static func start(
        hasIsolatedNetwork: Bool, as identity: Identity? = nil
    ) throws(LaunchFailure) -> Launcher {
        var process = claunch()
        var options = claunch_options()
        options.has_isolated_network = hasIsolatedNetwork ? 1 : 0
        let error =
            identity?.withAccount { account in
                options.account = account
                return claunch_start_with(&process, &options)
            } ?? claunch_start_with(&process, &options)
        guard error == 0 else { throw .noLauncher(SystemError(error)) }
        return Launcher(process)
    }
}
