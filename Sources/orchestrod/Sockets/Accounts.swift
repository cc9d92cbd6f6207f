import Glibc
import Jobs
import Synchronization

/// Who is at the other end of a connection.
struct Peer: Hashable, Sendable {
    /// The account's number, as the kernel tells it.
    var userID: UInt32
    /// The account's name; its number in digits when it has none.
    var account: String
    /// Whether there is such an account.
    var isKnown: Bool
    /// Whether the caller administrates.
    var isAdmin: Bool
}

/// Looks accounts up; answers are kept for a while, since the database may be on a network.
final class Accounts: Sendable {
    /// How long an answer holds.
    private static let heldSeconds: Int = 60
    /// How many answers are kept.
    private static let heldMax = 1_000

    private struct Held {
        var peer: Peer
        var until: Int
    }

    private struct State {
        var held: [UInt32: Held] = [:]
        var owners: [String: (owner: Owner?, until: Int)] = [:]
        var adminGroup: String
    }

    private let state: Mutex<State>
    private let ownUserID = getuid()

    /// Members of that group administrate, as do root and the daemon's own account.
    init(adminGroup: String) { state = Mutex(State(adminGroup: adminGroup)) }

    /// Another group administrates from now on.
    func administrate(group: String) {
        state.withLock {
            $0.adminGroup = group
            $0.held = [:]
        }
    }

    /// The account of that name, as it was within the last minute; nil when this machine has none.
    func heldOwner(named name: String) -> Owner? {
        let second = Self.second
        let held = state.withLock { $0.owners[name] }
        if let held, held.until > second { return held.owner }
        let owner = owner(named: name)
        state.withLock {
            if $0.owners.count >= Self.heldMax { $0.owners = [:] }
            $0.owners[name] = (owner, second + Self.heldSeconds)
        }
        return owner
    }

    private static var second: Int {
        var now = timespec()
        clock_gettime(CLOCK_MONOTONIC, &now)
        return now.tv_sec
    }

    /// The account of that number.
    func peer(_ userID: UInt32) -> Peer {
        let second = Self.second
        let (held, group) = state.withLock { ($0.held[userID], $0.adminGroup) }
        if let held, held.until > second { return held.peer }
        let peer = lookUp(userID, adminGroup: group)
        state.withLock {
            if $0.held.count >= Self.heldMax { $0.held = [:] }
            $0.held[userID] = Held(peer: peer, until: second + Self.heldSeconds)
        }
        return peer
    }

    private func lookUp(_ userID: UInt32, adminGroup: String) -> Peer {
        var entry = passwd()
        var found: UnsafeMutablePointer<passwd>?
        var buffer = [CChar](repeating: 0, count: 16_384)
        let isOwn = userID == 0 || userID == ownUserID
        guard getpwuid_r(userID, &entry, &buffer, buffer.count, &found) == 0, found != nil,
            let name = entry.pw_name
        else {
            return Peer(
                userID: userID, account: String(userID), isKnown: false, isAdmin: isOwn)
        }
        let account = String(cString: name)
        let isAdmin = isOwn || isMember(account, entry.pw_gid, of: adminGroup)
        return Peer(userID: userID, account: account, isKnown: true, isAdmin: isAdmin)
    }

    private func isMember(_ account: String, _ primary: gid_t, of name: String) -> Bool {
        var entry = group()
        var found: UnsafeMutablePointer<group>?
        var buffer = [CChar](repeating: 0, count: 65_536)
        guard getgrnam_r(name, &entry, &buffer, buffer.count, &found) == 0, found != nil else {
            return false
        }
        let wanted = entry.gr_gid
        var count: Int32 = 1_024
        var groups = [gid_t](repeating: 0, count: Int(count))
        guard getgrouplist(account, primary, &groups, &count) >= 0 else { return false }
        return groups.prefix(Int(count)).contains(wanted)
    }
}
