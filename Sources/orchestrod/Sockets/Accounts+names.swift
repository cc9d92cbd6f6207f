import Glibc
import Jobs

extension Accounts {
    /// The account of that name; nil when this machine has none.
    func owner(named name: String) -> Owner? {
        var entry = passwd()
        var found: UnsafeMutablePointer<passwd>?
        var buffer = [CChar](repeating: 0, count: 16_384)
        guard !name.isEmpty, !name.utf8.contains(0),
            getpwnam_r(name, &entry, &buffer, buffer.count, &found) == 0, found != nil,
            let canonical = entry.pw_name
        else { return nil }
        return Owner(account: String(cString: canonical), userID: entry.pw_uid)
    }
}
