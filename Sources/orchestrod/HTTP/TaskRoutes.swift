import HTTPTypes
import HummingbirdCore
import Store
import Wire

/// The tasks of a job.
extension APIService {
    static let taskEndpoints = [
        Endpoint(method: .get, route: .tasks) { service, request, context in
            let job = try service.job(context).id
            let query = Query(request)
            return Answer.tagged(
                try await service.tasks(
                    of: job, try query.page(), withRecords: try query.flag(.records)))
        },
        Endpoint(method: .get, route: .task) { service, _, context in
            Answer.tagged(try await service.shape(try service.task(context), withRecords: true))
        },
    ]
}
