import Glibc

/// A delegated cgroup, made ready to be divided: this process has moved to a leaf of its own, so
/// that controllers can act on the other children.
public struct CgroupDivision: Hashable, Sendable {
    /// The cgroup that was delegated; attempts get children of it.
    public let parent: Cgroup
    /// Where this process is now.
    public let leaf: Cgroup
    /// Controllers that act on the children.
    public let controllers: Set<Controller>

    /// What can be limited and counted.
    public enum Controller: String, CaseIterable, Hashable, Sendable {
        case memory
        case pids
        case cpu
        case io
    }

    /// Moves this process, which must be alone in the cgroup, to a leaf and enables what the
    /// cgroup has of controllers. Children forked before do not move along.
    public init(of parent: Cgroup, leaf name: String) throws(CgroupFailure) {
        self.parent = parent
        let present = try parent.processes()
        guard present.allSatisfy({ $0 == getpid() }) else {
            throw .shared(path: parent.path)
        }
        leaf = try parent.makeChild(name)
        do throws(CgroupFailure) {
            try leaf.write("\(getpid())", to: "cgroup.procs")
        } catch {
            // The first problem is the one to tell.
            try? leaf.remove()
            throw error
        }
        var enabled: Set<Controller> = []
        for controller in parent.controllers() {
            do throws(CgroupFailure) {
                try parent.write("+\(controller.rawValue)", to: "cgroup.subtree_control")
                enabled.insert(controller)
            } catch {
                // Whoever wants this one is told that it is not there.
                continue
            }
        }
        controllers = enabled
    }

    /// Lets an account make children and move its processes among them.
    public func handOver(to user: uid_t, group: gid_t) throws(CgroupFailure) {
        for file in ["", "/cgroup.procs", "/cgroup.subtree_control", "/cgroup.threads"] {
            try parent.changeOwner(of: file, user, group)
        }
        for file in ["", "/cgroup.procs"] { try leaf.changeOwner(of: file, user, group) }
    }

    /// Undoes it: no controllers, this process back in the cgroup, no leaf.
    public func giveBack() throws(CgroupFailure) {
        for controller in controllers {
            try parent.write("-\(controller.rawValue)", to: "cgroup.subtree_control")
        }
        try parent.write("\(getpid())", to: "cgroup.procs")
        try leaf.remove()
    }
}
