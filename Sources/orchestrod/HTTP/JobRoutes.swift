import Access
import HTTPTypes
import HummingbirdCore
import Jobs
import NIOCore
import Settings
import Store
import Synchronization
import Wire

/// `/api/v1/jobs` and what belongs to one job as a whole.
extension APIService {
    static let jobEndpoints = [
        Endpoint(method: .post, route: .jobs) { try await $0.submit($1, $2) },
        Endpoint.quick(.jobs) { service, request, context in
            let query = Query(request)
            return Answer.tagged(
                try service.jobs(
                    in: try query.states(), of: query.text(.owner), try query.page(), context))
        },
        Endpoint.quick(.job) { service, _, context in
            Answer.tagged(try service.document(context))
        },
        Endpoint(method: .delete, route: .job) { service, request, context in
            let job = try service.job(context)
            let task = try Query(request).number(.task)
            let conditions = try Conditions(request)
            return Answer.json(
                try await service.cancel(job, task: task, when: conditions, context))
        },
        Endpoint(method: .post, route: .retry) { service, request, context in
            let job = try service.job(context)
            return Answer.json(
                try await service.retry(job, when: try Conditions(request), context))
        },
        Endpoint(method: .get, route: .why) { service, request, context in
            let job = try service.job(context)
            return Answer.json(try await service.why(job, task: try Query(request).number(.task)))
        },
    ]

    private func submit(_ request: Request, _ context: APIContext) async throws -> Answer {
        let owner = try owner(context.peer)
        if let boundary = MultipartReader.boundary(
            ofMediaType: request.headers[.contentType] ?? "")
        {
            return try await submitForm(request, boundary: boundary, for: owner, context)
        }
        let bytesMax = limits.value.job.requestBytes
        let bytes = try hold(request, context.peer, bytesMax: bytesMax)
        defer { activity.release(bytes, of: context.peer.userID) }
        let text = try await text(
            request, bytesMax: bytesMax, setting: JobLimits.requestSetting)
        let (job, isNew) = try await submit(
            for: owner, bytes: text.utf8.count, idempotencyKey: Self.idempotencyKey(request),
            context
        ) { try shape(text) }
        return Self.located(job, isNew: isNew)
    }

    private static func located(_ job: JobShape, isNew: Bool) -> Answer {
        var response = Answer.json(job, status: isNew ? .created : .ok)
        response.headers[.location] = APIRoute.job.path(job.id)
        return response
    }

    /// Takes a form (multipart/form-data), with the directory of the scenarios or without.
    private func submitForm(
        _ request: Request, boundary: String, for owner: Owner, _ context: APIContext
    ) async throws -> Answer {
        let limits = limits.value.job
        let user = context.peer.userID
        guard request.announcedBytes ?? 0 <= FormReceiver.bytesMax(limits) else {
            throw FormReceiver.tooLarge(limits)
        }
        guard uploads.begin(user) else {
            throw Problem(
                .limitReached,
                "too many forms are being sent at once; submit again when one is over")
        }
        defer { uploads.ended(user) }
        let bytesMax = limits.requestBytes
        let held = Mutex(0)
        defer { activity.release(held.withLock { $0 }, of: user) }
        let hold: @Sendable () -> Bool = { [activity] in
            let isHeld = activity.hold(
                bytesMax, of: user, accountMax: bytesMax,
                totalMax: bytesMax * HTTPLimits.largestBodiesMax)
            if isHeld { held.withLock { $0 = bytesMax } }
            return isHeld
        }
        let body = request.body
        let quota = uploadQuota(of: owner)
        let (asked, upload, bytes) = try await withTaskExecutorPreference(
            globalConcurrentExecutor
        ) { [uploads] in
            var receiver = try FormReceiver(
                boundary: boundary, uploads: uploads, limits: limits, quota: quota, hold: hold)
            for try await buffer in body { try receiver.take(Array(buffer.readableBytesView)) }
            let (asked, upload) = try receiver.finish()
            return (asked, upload, receiver.textBytes)
        }
        do {
            let (job, isNew) = try await submit(
                for: owner, bytes: bytes, idempotencyKey: Self.idempotencyKey(request),
                upload: upload, context
            ) { asked }
            if let upload { uploads.release(upload, of: owner.userID) }
            return Self.located(job, isNew: isNew)
        } catch {
            if let upload {
                uploads.release(upload, of: owner.userID)
                try uploads.collect { () throws(StoreError) in try store.usedUploads() }
            }
            throw error
        }
    }

    /// Counts what a large request takes until it is answered. Small ones are bounded by the
    /// number of connections.
    func hold(
        _ request: Request, _ peer: Peer, bytesMax: Int
    ) throws(Problem) -> Int {
        let length = request.announcedBytes ?? bytesMax
        let bytes = min(max(0, length), bytesMax)
        guard bytes > HTTPLimits.uncountedBodyBytesMax else { return 0 }
        guard
            activity.hold(
                bytes, of: peer.userID, accountMax: bytesMax,
                totalMax: bytesMax * HTTPLimits.largestBodiesMax)
        else {
            throw Problem(
                .limitReached,
                "too many large requests are being read at once; submit again when one is over")
        }
        return bytes
    }

    static func idempotencyKey(_ request: Request) -> String? {
        HTTPField.Name(APIHeader.idempotencyKey.rawValue).flatMap { request.headers[$0] }
    }
}

extension JobLimits {
    /// Where orchestrod.yaml sets `requestBytes`.
    static let requestSetting = "job: {size: …}"
}
