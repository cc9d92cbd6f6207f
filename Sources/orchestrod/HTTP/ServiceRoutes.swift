import Access
import HTTPTypes
import Hummingbird
import HummingbirdCore
import Jobs
import Scenarios
import Wire

/// The service as a whole.
extension APIService {
    static let serviceEndpoints = [
        Endpoint(method: .get, route: .health) { service, _, _ in
            Answer.text(
                try await service.status().health.text() + "\n", .json, status: .ok)
        },
        Endpoint(method: .get, route: .status) { service, _, _ in
            Answer.json(try await service.status())
        },
        Endpoint(method: .get, route: .workers) { service, _, context in
            let list: WorkerList = try await service.inbox.ask { .workers($0) }
            return Answer.json(WorkerList(list.workers.map { service.shown($0, context.peer) }))
        },
        Endpoint(method: .post, route: .drain) { service, _, context in
            try service.requireAdmin(context.peer)
            let by = context.peer.account
            let status: StatusShape = try await service.inbox.ask { .drain(by: by, $0) }
            service.changed(.drained, context)
            return Answer.json(status)
        },
        Endpoint(method: .post, route: .resume) { service, _, context in
            try service.requireAdmin(context.peer)
            let by = context.peer.account
            let status: StatusShape = try await service.inbox.ask { .resume(by: by, $0) }
            service.changed(.resumed, context)
            return Answer.json(status)
        },
        Endpoint(method: .put, route: .strategy) { service, request, context in
            try service.requireAdmin(context.peer)
            let asked = try await service.body(
                request, bytesMax: HTTPLimits.smallBodyBytesMax, as: StrategyRequest.self)
            let by = context.peer.account
            let status: StatusShape = try await service.inbox.ask {
                .strategy(asked.strategy, by: by, $0)
            }
            service.changed(.strategyChosen, context, asked.strategy.rawValue)
            return Answer.json(status)
        },
    ]

    /// Has the audit log tell of a change of the service.
    private func changed(_ action: AuditAction, _ context: APIContext, _ subject: String? = nil) {
        let now = clock.now
        access.changed(
            AuditEntry(
                action, actor: context.principal.owner.account, key: context.principal.key,
                origin: "\(context.origin)", subject: subject, at: now.wallMicroseconds),
            at: now)
    }

    private func status() async throws -> StatusShape {
        try await inbox.ask { .status($0) }
    }
}
