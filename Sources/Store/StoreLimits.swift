/// Bounds of the store.
public enum StoreLimits {
    /// Most rows that one call returns.
    public static let pageRowsMax = 10_000
    /// Most jobs that one call of ``Store/retire(_:jobsMax:)`` removes.
    public static let retiredJobsMax = 1000
    /// Pages that one call of ``Store/vacuum(pagesMax:)`` gives back at most.
    public static let vacuumPagesMax = 10_000
    /// Connections that read at the same time.
    static let readersMax = 3
    /// Page cache of the connection that writes.
    static let writerCacheKibibytes = 4096
    /// Page cache of each connection that reads.
    static let readerCacheKibibytes = 512
    /// The log is written back into the database from this many pages of 4 KiB on.
    static let logPagesBeforeCheckpoint = 4000
    /// The log file is cut to this size when it has been written back.
    static let logBytesKept = 32 << 20
    /// How long a call waits for another connection's lock.
    static let busySeconds = 10.0
}
