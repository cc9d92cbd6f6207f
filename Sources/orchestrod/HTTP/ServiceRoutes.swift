import HTTPTypes
import HummingbirdCore
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
            Answer.json(try await service.workers(context))
        },
        Endpoint(method: .post, route: .drain) { service, _, context in
            Answer.json(try await service.drain(context))
        },
        Endpoint(method: .post, route: .resume) { service, _, context in
            Answer.json(try await service.resume(context))
        },
        Endpoint(method: .put, route: .strategy) { service, request, context in
            let asked = try await service.body(request, as: StrategyRequest.self)
            return Answer.json(try await service.choose(asked.strategy, context))
        },
    ]
}
