import CLaunch
import Glibc
import Jobs
import Scenarios
import Store
import Wire

/// The files of attempts below the state directory: `attempts/JOB/TASK.N/` with the recording,
/// standard error, the record and the artifacts. The daemon makes them, the worker writes them.
///
/// The open record file is locked; the lock belongs to the open file, which the worker has too, so
/// it holds for as long as the worker lives. Whoever gets the lock knows that nobody writes.
struct AttemptFiles: Sendable {
    /// The directory of all attempts.
    let root: String

    /// The name of each file, in the order of the descriptors of a start.
    static func name(_ file: StartDescriptors) -> String {
        switch file {
        case .recording: "recording"
        case .standardError: "stderr"
        case .record: "record.json"
        case .artifacts: "artifacts.tar"
        }
    }

    /// Largest record that is read back, in bytes.
    static let recordBytesMax = 32 << 20

    func directory(of job: JobID) -> String { "\(root)/\(job)" }

    func directory(of attempt: AttemptKey) -> String {
        "\(root)/\(attempt.task.job)/\(attempt.task.task.index + 1).\(attempt.number)"
    }

    func path(_ file: StartDescriptors, of attempt: AttemptKey) -> String {
        directory(of: attempt) + "/" + Self.name(file)
    }

    /// Makes an empty recording before the attempt starts, for those who follow it from the
    /// beginning. What fails here fails again, and is told, in ``create(_:)``.
    func prepare(_ attempt: AttemptKey) {
        mkdir(directory(of: attempt.task.job), 0o700)
        mkdir(directory(of: attempt), 0o700)
        let flags = O_WRONLY | O_CREAT | O_CLOEXEC
        let descriptor = open(path(.recording, of: attempt), flags, 0o600)
        if descriptor >= 0 { close(descriptor) }
    }

    /// Makes the files of an attempt; gives their descriptors, or says what failed.
    func create(_ attempt: AttemptKey) throws(FileFailure) -> [Int32] {
        for directory in [directory(of: attempt.task.job), directory(of: attempt)] {
            guard mkdir(directory, 0o700) == 0 || errno == EEXIST else {
                throw FileFailure(path: directory, number: errno)
            }
        }
        var descriptors: [Int32] = []
        for file in StartDescriptors.allCases {
            let path = path(file, of: attempt)
            let flags = O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC
            let descriptor = open(path, flags, 0o600)
            guard descriptor >= 0 else {
                let failure = FileFailure(path: path, number: errno)
                for descriptor in descriptors { close(descriptor) }
                throw failure
            }
            descriptors.append(descriptor)
            // Nobody else has opened it, so the lock is free.
            if file == .record { flock(descriptor, LOCK_EX | LOCK_NB) }
        }
        return descriptors
    }

    /// How much an attempt's files take, in bytes.
    func bytes(of attempt: AttemptKey) -> Int64 {
        StartDescriptors.allCases.reduce(0) { sum, file in
            var status = stat()
            return stat(path(file, of: attempt), &status) == 0 ? sum + Int64(status.st_size) : sum
        }
    }

    /// Removes everything of a job; what is gone already is fine.
    func remove(_ job: JobID) throws(FileFailure) {
        let directory = directory(of: job)
        for name in directoryNames(directory) {
            let attempt = directory + "/" + name
            for file in directoryNames(attempt) { unlink(attempt + "/" + file) }
            guard rmdir(attempt) == 0 || errno == ENOENT else {
                throw FileFailure(path: attempt, number: errno)
            }
        }
        guard rmdir(directory) == 0 || errno == ENOENT else {
            throw FileFailure(path: directory, number: errno)
        }
    }
}

/// The names in a directory; none when it is not there.
func directoryNames(_ directory: String) -> [String] {
    guard let stream = opendir(directory) else { return [] }
    defer { closedir(stream) }
    var names: [String] = []
    while let entry = readdir(stream) {
        let name = withUnsafePointer(to: &entry.pointee.d_name) { pointer in
            pointer.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
        }
        if name != ".", name != ".." { names.append(name) }
    }
    return names
}

/// A file that could not be made, read or removed.
struct FileFailure: Error, Hashable, CustomStringConvertible {
    var path: String
    var number: Int32

    var description: String { "\(path): \(errorText(number))" }

    /// Whether the disk, or what the daemon may have of it, is full.
    var isNoRoom: Bool { number == ENOSPC || number == EDQUOT }
}

/// Reads a whole file; nil when it is not there.
func fileContent(_ path: String, bytesMax: Int) throws(FileFailure) -> [UInt8]? {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else {
        if errno == ENOENT { return nil }
        throw FileFailure(path: path, number: errno)
    }
    defer { close(descriptor) }
    var content: [UInt8] = []
    var chunk = [UInt8](repeating: 0, count: 65_536)
    while true {
        let count = read(descriptor, &chunk, chunk.count)
        if count < 0, errno == EINTR { continue }
        guard count >= 0 else { throw FileFailure(path: path, number: errno) }
        if count == 0 { return content }
        content += chunk[..<count]
        guard content.count <= bytesMax else { throw FileFailure(path: path, number: EFBIG) }
    }
}
