import HTTPTypes
import HummingbirdCore
import Settings
import Wire

/// `/api/v1/jobs/batch`: several jobs by one request, stored by one commit.
extension APIService {
    static let batchEndpoints = [
        Endpoint(method: .post, route: .jobsBatch) { try await $0.submitAll($1, $2) }
    ]

    private func submitAll(_ request: Request, _ context: APIContext) async throws -> Answer {
        guard Self.idempotencyKey(request) == nil else {
            throw Problem(
                .invalidRequest,
                "`\(APIHeader.idempotencyKey.rawValue)` is for one job; give each job of the batch"
                    + " its `idempotency_key`")
        }
        let owner = try owner(context.peer)
        let bytesMax = limits.value.job.requestBytes
        let bytes = try hold(request, context.peer, bytesMax: bytesMax)
        defer { activity.release(bytes, of: context.peer.userID) }
        let text = try await text(
            request, bytesMax: bytesMax, setting: JobLimits.requestSetting)
        let answer = try await submit(for: owner, bytes: text.utf8.count, context) {
            try shape(text)
        }
        return Answer.json(answer)
    }
}
