/// What killing everything that a launcher started came to.
public struct Sweep: Hashable, Sendable {
    /// Processes that were alive and were killed.
    public var killed: Int
    /// Processes that are still alive: of another account, or hanging in the kernel.
    public var survivors: Int

    /// Makes a result.
    public init(killed: Int, survivors: Int) {
        self.killed = killed
        self.survivors = survivors
    }
}
