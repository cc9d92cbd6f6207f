import Access
import Jobs
import Scenarios
import Wire

/// What can be asked of the service as a whole and done with it, however it is asked.
extension APIService {
    /// How it is.
    func status() async throws -> StatusShape { try await inbox.ask { .status($0) } }

    /// The slots of the workers, each as the caller may see it.
    func workers(_ context: APIContext) async throws -> WorkerList {
        let list: WorkerList = try await inbox.ask { .workers($0) }
        return WorkerList(list.workers.map { shown($0, context.peer) })
    }

    /// Starts nothing more.
    func drain(_ context: APIContext) async throws -> StatusShape {
        try requireAdmin(context)
        let status: StatusShape = try await inbox.ask { .drain(by: context.peer.account, $0) }
        changed(.drained, context)
        return status
    }

    /// Goes on.
    func resume(_ context: APIContext) async throws -> StatusShape {
        try requireAdmin(context)
        let status: StatusShape = try await inbox.ask { .resume(by: context.peer.account, $0) }
        changed(.resumed, context)
        return status
    }

    /// Chooses how the next task is found.
    func choose(_ strategy: Strategy, _ context: APIContext) async throws -> StatusShape {
        try requireAdmin(context)
        let status: StatusShape = try await inbox.ask {
            .strategy(strategy, by: context.peer.account, $0)
        }
        changed(.strategyChosen, context, strategy.rawValue)
        return status
    }

    /// Has the audit log tell of a change of the service.
    private func changed(_ action: AuditAction, _ context: APIContext, _ subject: String? = nil) {
        let now = clock.now
        access.changed(
            AuditEntry(
                action, actor: context.principal.owner.account, key: context.principal.key,
                origin: "\(context.origin)", subject: subject, at: now.wallMicroseconds),
            at: now)
    }
}
