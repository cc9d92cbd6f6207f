import Glibc
import HTTPTypes
import HummingbirdCore
import Jobs
import NIOCore
import Store
import Wire

/// What a terminal showed and what an attempt left.
extension APIService {
    static let recordingEndpoints = [
        Endpoint(method: .get, route: .recording) { try $0.recording($1, $2) },
        Endpoint(method: .get, route: .artifacts) { try $0.artifacts($1, $2) },
    ]

    private func recording(_ request: Request, _ context: APIContext) throws -> Answer {
        let attempt = try attempt(request, context)
        let path = files.path(.recording, of: attempt.key)
        guard try Query(request).flag(.follow), attempt.end == nil, request.method == .get else {
            return try whole(path, .bytes, of: attempt.key)
        }
        guard let subscription = feed.subscribe(attempt.key.task.job) else {
            throw Problem(.unavailable, "too many readers of recordings; try again later")
        }
        inbox.push(.watch(path: path, token: subscription.token))
        let start = clock.now.wallMicroseconds
        return Answer.stream(.bytes) { writer in
            let beat = beat(subscription)
            defer {
                beat.cancel()
                inbox.push(.unwatch(token: subscription.token, path: nil))
            }
            try await follow(attempt.key, path, subscription, &writer) {
                mayStillRead(context, since: start)
            }
        }
    }

    private func artifacts(_ request: Request, _ context: APIContext) throws -> Answer {
        let attempt = try attempt(request, context)
        guard attempt.end != nil else {
            throw Problem(.conflict, "attempt \(attempt.key) is not over yet")
        }
        return try whole(files.path(.artifacts, of: attempt.key), .tar, of: attempt.key)
    }

    /// The attempt that the query names; the latest without one.
    private func attempt(_ request: Request, _ context: APIContext) throws -> StoredAttempt {
        let task = try task(context)
        let number = try Query(request).number(.attempt)
        let attempts = try store.attempts(
            of: task.key.job, task: task.key.task, withRecords: false,
            limit: StoreLimits.pageRowsMax)
        let found = number == nil ? attempts.last : attempts.first { $0.key.number == number }
        guard let found else {
            let what = number.map { "no attempt \($0)" } ?? "not been attempted"
            throw Problem(.notFound, "task \(task.key) has \(what)")
        }
        return found
    }

    private func whole(
        _ path: String, _ media: APIMedia, of attempt: AttemptKey
    ) throws(Problem) -> Answer {
        guard let file = ReadableFile(path) else {
            throw Problem(
                .notFound, "attempt \(attempt) left no such file, or it was removed by now")
        }
        return Answer.file(file, media)
    }

    /// Writes the file as it grows, until the attempt is over or the caller may read it no more. It
    /// is not there yet when the attempt is stored and nothing else is done: the sign of its start
    /// comes after that.
    private func follow(
        _ attempt: AttemptKey, _ path: String, _ subscription: EventFeed.Subscription,
        _ writer: inout any ResponseBodyWriter, while mayRead: () -> Bool
    ) async throws {
        var file = ReadableFile(path)
        var place = 0
        var isOver = try isOver(attempt)
        while true {
            if file == nil {
                file = ReadableFile(path)
                if file != nil { inbox.push(.watch(path: path, token: subscription.token)) }
            }
            while let chunk = file?.read(at: place, count: HTTPLimits.chunkBytes), !chunk.isEmpty {
                guard mayRead() else { return }
                place += chunk.count
                try await writer.write(ByteBuffer(bytes: chunk))
            }
            if isOver { return }
            guard let news = await subscription.next(), mayRead() else { return }
            if news.hasStored { isOver = try self.isOver(attempt) }
        }
    }

    private func isOver(_ attempt: AttemptKey) throws(StoreError) -> Bool {
        let before = AttemptKey(attempt.task, attempt.number - 1)
        let found = try store.attempts(
            of: attempt.task.job, task: attempt.task.task, after: before, withRecords: false,
            limit: 1)
        return found.first?.end != nil
    }
}

/// A file that is read in parts, at places.
final class ReadableFile: Sendable {
    private let descriptor: Int32

    /// Opens it; nil when it is not there.
    init?(_ path: String) {
        descriptor = open(path, O_RDONLY | O_CLOEXEC)
        if descriptor < 0 { return nil }
    }

    deinit { close(descriptor) }

    /// Its size now, in bytes.
    var size: Int {
        var status = stat()
        return fstat(descriptor, &status) == 0 ? Int(status.st_size) : 0
    }

    /// What tells its content from an earlier one: its size and when it was written.
    var stamp: String {
        var status = stat()
        guard fstat(descriptor, &status) == 0 else { return "0" }
        let nanoseconds = status.st_mtim.tv_sec * 1_000_000_000 + status.st_mtim.tv_nsec
        return String(status.st_size, radix: 36) + "-" + String(nanoseconds, radix: 36)
    }

    /// What is there, at most so much; empty at the end.
    func read(at place: Int, count: Int) -> [UInt8] {
        [UInt8](unsafeUninitializedCapacity: count) { buffer, filled in
            filled = max(0, pread(descriptor, buffer.baseAddress, count, off_t(place)))
        }
    }
}
