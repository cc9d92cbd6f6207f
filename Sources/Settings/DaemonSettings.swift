import Jobs
import Scenarios

/// What the daemon's configuration file decides; every member has a default that serves a lab
/// machine, so an empty file is a complete one.
public struct DaemonSettings: Hashable, Sendable {
    /// Attempts at once; nil: as many as the machine has processors.
    public var workers: Int?

    /// The defaults.
    public init() {}
}
