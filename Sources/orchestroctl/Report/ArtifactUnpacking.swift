import Engine
import Glibc
import Jobs
import Scenarios
import Wire

/// Puts what the daemon kept of attempts into directories, as `run --artifacts` does.
struct ArtifactUnpacking {
    private let client: APIClient
    private let directory: String

    init(_ client: APIClient, directory: String) {
        self.client = client
        self.directory = directory
    }

    /// All attempts of a task; false when something could not be written.
    func unpack(_ task: TaskShape) throws(ClientFailure) -> Bool {
        var isWhole = true
        for attempt in task.attempts where attempt.verdict != nil {
            let place =
                directory + "/"
                + RunPlan.directoryName(
                    task.key.task.index, task.name, attempt: attempt.number)
            if let failure = makeDirectories(place) {
                Output.error("error: --artifacts: \(failure.message)")
                return false
            }
            if let record = attempt.record,
                let failure = writeFile(place + "/record.json", record.text(pretty: true) + "\n")
            {
                Output.error("error: --artifacts: \(failure.message)")
                isWhole = false
            }
            isWhole = try fetch(.recording, task, attempt, into: place) && isWhole
            isWhole = try fetch(.artifacts, task, attempt, into: place) && isWhole
        }
        return isWhole
    }

    private func fetch(
        _ route: APIRoute, _ task: TaskShape, _ attempt: AttemptShape, into place: String
    ) throws(ClientFailure) -> Bool {
        let target = UnpackingTarget(place)
        let request = HTTPRequest(
            route.path(task.key), [(.attempt, String(attempt.number))])
        do throws(ClientFailure) {
            try client.http.stream(request) { bytes in
                route == .recording ? target.append(bytes, to: "recording") : target.unpack(bytes)
            }
        } catch {
            // An attempt that was lost or never began has left nothing.
            guard case .refused(let problem) = error, problem.kind == .notFound else { throw error }
        }
        guard let failure = target.end() else { return true }
        Output.error("error: --artifacts: \(task.key).\(attempt.number): \(failure)")
        return false
    }
}

/// Files below one directory, written as bytes come.
private final class UnpackingTarget {
    private let directory: String
    private var tar = TarReader()
    private var descriptor: Int32 = -1
    private var failure: String?

    init(_ directory: String) { self.directory = directory }

    deinit { close() }

    func append(_ bytes: [UInt8], to name: String) -> Bool {
        if descriptor < 0 { open(name) }
        write(bytes)
        return failure == nil
    }

    func unpack(_ bytes: [UInt8]) -> Bool {
        do throws(TarReader.Mistake) {
            for part in try tar.take(bytes) where failure == nil {
                switch part {
                case .file(let path): open(path)
                case .bytes(let bytes): write(bytes)
                case .end: close()
                }
            }
        } catch {
            failure = "the archive is damaged"
        }
        return failure == nil
    }

    /// Everything has come; returns what went wrong.
    func end() -> String? {
        close()
        if failure == nil, !tar.isComplete { failure = "the archive ends in the middle" }
        return failure
    }

    private func open(_ name: String) {
        close()
        let path = directory + "/" + name
        if let slash = path.lastIndex(of: "/"),
            let failure = makeDirectories(String(path[..<slash]))
        {
            self.failure = failure.message
            return
        }
        let flags = O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW
        descriptor = Glibc.open(path, flags, 0o644)
        if descriptor < 0 { failure = "\(path): \(String(cString: strerror(errno)))" }
    }

    private func write(_ bytes: [UInt8]) {
        var rest = bytes[...]
        while !rest.isEmpty, descriptor >= 0 {
            let count = rest.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
            if count >= 0 {
                rest = rest.dropFirst(count)
            } else if errno != EINTR {
                failure = String(cString: strerror(errno))
                return
            }
        }
    }

    private func close() {
        if descriptor >= 0 { Glibc.close(descriptor) }
        descriptor = -1
    }
}
