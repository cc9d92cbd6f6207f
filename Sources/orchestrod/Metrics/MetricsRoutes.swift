import Glibc
import HTTPTypes
import Store
import Wire

/// What the service counts.
extension APIService {
    static let metricsEndpoints = [
        Endpoint(method: .get, route: .metrics) { service, _, _ in
            let status: StatusShape = try await service.inbox.ask { .status($0) }
            let pending = try service.store.pendingDeliveries(
                after: service.clock.now.wallMicroseconds)
            let text = service.metrics.counts.text(
                status, storeBytes: service.storeBytes, deliveriesPending: pending.count)
            return Answer.text(text, .metrics, status: .ok)
        }
    ]

    /// Size of the database with its log, in bytes; nil: it cannot be told.
    private var storeBytes: Int? {
        let sizes = [store.path, store.path + "-wal"].compactMap { path in
            var facts = stat()
            return stat(path, &facts) == 0 ? Int(facts.st_size) : nil
        }
        return sizes.isEmpty ? nil : sizes.reduce(0, +)
    }
}
