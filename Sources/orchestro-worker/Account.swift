import Engine
import Glibc

/// An account of this machine.
struct Account: Hashable {
    var name: String
    var user: uid_t
    var group: gid_t
    /// Numbers of all its groups.
    var groups: [gid_t]
    var home: String
    var shell: String

    /// Puts one together.
    init(
        name: String, user: uid_t, group: gid_t, groups: [gid_t], home: String, shell: String
    ) {
        self.name = name
        self.user = user
        self.group = group
        self.groups = groups
        self.home = home
        self.shell = shell
    }

    /// Looks it up; nil when there is none.
    init?(named name: String) {
        guard let entry = getpwnam(name) else { return nil }
        let found = entry.pointee
        self.name = String(cString: found.pw_name)
        user = found.pw_uid
        group = found.pw_gid
        home = String(cString: found.pw_dir)
        shell = String(cString: found.pw_shell)
        groups = Self.groups(of: name, found.pw_gid)
    }

    /// Whom to become.
    var identity: Identity { Identity(user: user, group: group, groups: groups) }

    /// Groups asked for at first; who has more is asked for again.
    private static let groupsExpected: Int32 = 64
    /// The kernel's own bound.
    private static let groupsMax: Int32 = 65_536

    private static func groups(of name: String, _ group: gid_t) -> [gid_t] {
        var count = groupsExpected
        while count <= groupsMax {
            var groups = [gid_t](repeating: 0, count: Int(count))
            var found = count
            if getgrouplist(name, group, &groups, &found) >= 0 {
                return Array(groups.prefix(Int(found)))
            }
            count = max(found, count * 2)
        }
        return [group]
    }

    /// The number of a group; nil when there is none.
    static func group(named name: String) -> gid_t? { getgrnam(name)?.pointee.gr_gid }
}
