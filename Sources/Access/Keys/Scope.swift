/// What a key, or an account, may do.
public enum Scope: String, CaseIterable, Hashable, Sendable {
    /// See jobs, tasks, recordings, the service.
    case read
    /// Submit jobs and repeat them.
    case submit
    /// Stop jobs.
    case cancel
    /// Everything, also with what belongs to others.
    case admin
}
