import Synchronization

/// The context that new connections begin with. Any thread may ask for it or replace it;
/// connections that are there keep theirs.
public final class TLSContextHolder: Sendable {
    private let held: Mutex<TLSContext?>

    /// Begins with a context, or without one.
    public init(_ context: TLSContext? = nil) { held = Mutex(context) }

    /// The context for a new connection; nil: there is none yet.
    public var current: TLSContext? { held.withLock { $0 } }

    /// Reads the configuration again and uses it from now on; when it cannot serve, the context
    /// stays as it was. `now`: seconds since 1970.
    @discardableResult
    public func reload(
        _ configuration: TLSConfiguration, now: Int64
    ) throws(TLSConfigurationError) -> TLSContext {
        let context = try TLSContext(configuration, now: now)
        replace(with: context)
        return context
    }

    /// Uses another context from now on.
    public func replace(with context: TLSContext) { held.withLock { $0 = context } }
}
