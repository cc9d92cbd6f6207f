/// Why a cgroup cannot be used.
public enum CgroupFailure: Error, Hashable, Sendable, CustomStringConvertible {
    /// No cgroup2 file system is mounted, or this process is in none of its groups.
    case noUnifiedHierarchy
    /// This process's cgroup belongs to somebody else.
    case notDelegated(path: String)
    /// Other processes are in this process's cgroup, so that it cannot be divided.
    case shared(path: String)
    /// Processes were still in it when the time was over.
    case stillPopulated(path: String)
    /// The system refused.
    case system(operation: String, path: String, SystemError)

    /// What happened, as a fragment.
    public var description: String {
        switch self {
        case .noUnifiedHierarchy: "no unified cgroup hierarchy is mounted"
        case .notDelegated(let path): "cgroup \(path) is not delegated to this account"
        case .shared(let path): "other processes are in cgroup \(path) too"
        case .stillPopulated(let path): "processes are still alive in cgroup \(path)"
        case .system(let operation, let path, let error):
            "failed to \(operation) cgroup \(path): \(error)"
        }
    }
}
