import CLaunch
import Glibc
import Wire

/// Unpacks a directory that came with a job below a new, empty one of the attempt. What the daemon
/// checked is checked again: this is done by the account, with its rights, and by nobody else.
///
/// Works through descriptors of directories and never follows a link. The archive's owner, times
/// and set-user bits count for nothing; whether a file can be executed does.
enum UploadUnpacking {
    /// Bytes that are read at a time.
    private static let chunkBytes = 256 << 10

    /// Unpacks all of the archive; when `isStopped` says so, no more of it.
    static func unpack(
        _ archive: Int32, into root: String, isStopped: () -> Bool
    ) throws(FileFailure) {
        var target = try UnpackingPlace(root)
        defer { target.close() }
        var reader = UploadReader()
        var chunk = [UInt8](repeating: 0, count: chunkBytes)
        while true {
            if isStopped() { return }
            let count = read(archive, &chunk, chunk.count)
            if count < 0, errno == EINTR { continue }
            guard count >= 0 else { throw FileFailure("failed to read the archive", errno) }
            if count == 0 { break }
            for part in try reading({ () throws(UploadReader.Mistake) in
                try reader.take(chunk[..<count])
            }) {
                try target.take(part)
            }
        }
        try reading { () throws(UploadReader.Mistake) in try reader.finish() }
    }

    private static func reading<Value>(
        _ body: () throws(UploadReader.Mistake) -> Value
    ) throws(FileFailure) -> Value {
        do throws(UploadReader.Mistake) { return try body() } catch {
            throw FileFailure(error.message)
        }
    }
}

/// Where the parts of an archive go.
private struct UnpackingPlace {
    private let root: Int32
    /// The directory that was used last: most files follow one another in theirs.
    private var latest: (path: Substring, descriptor: Int32)?
    private var file: Int32 = -1
    private var name = ""

    init(_ path: String) throws(FileFailure) {
        root = open(path, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC)
        guard root >= 0 else { throw FileFailure("failed to open \(path)", errno) }
    }

    func close() {
        if file >= 0 { Glibc.close(file) }
        if let latest { Glibc.close(latest.descriptor) }
        Glibc.close(root)
    }

    mutating func take(_ part: UploadReader.Part) throws(FileFailure) {
        switch part {
        case .directory(let path): _ = try directory(path[...])
        case .file(let path, let isExecutable): try create(path, isExecutable)
        case .bytes(let bytes):
            let failure = bytes.withUnsafeBytes { writeAll($0, to: file) }
            if let failure { throw FileFailure("failed to write \(name)", failure) }
        case .end:
            let failed = Glibc.close(file) != 0
            file = -1
            if failed { throw FileFailure("failed to write \(name)", errno) }
        }
    }

    private mutating func create(_ path: String, _ isExecutable: Bool) throws(FileFailure) {
        name = path
        let slash = path.lastIndex(of: "/")
        let parent = try slash.map { slash throws(FileFailure) in try directory(path[..<slash]) }
        let own = slash.map { path[path.index(after: $0)...] } ?? path[...]
        file = csystem_create_at(parent ?? root, String(own), isExecutable ? 0o755 : 0o644)
        guard file >= 0 else { throw FileFailure("failed to create \(path)", errno) }
    }

    /// A directory, made with those above it where it is not there.
    private mutating func directory(_ path: Substring) throws(FileFailure) -> Int32 {
        if let latest, latest.path == path { return latest.descriptor }
        var parent = root
        for part in path.split(separator: "/") {
            let name = String(part)
            let isMade = mkdirat(parent, name, 0o755) == 0 || errno == EEXIST
            let flags = O_RDONLY | O_DIRECTORY | O_NOFOLLOW
            let child = isMade ? csystem_open_at(parent, name, flags) : -1
            let number = errno
            if parent != root { Glibc.close(parent) }
            guard child >= 0 else { throw FileFailure("failed to make \(path)", number) }
            parent = child
        }
        if let latest { Glibc.close(latest.descriptor) }
        latest = (path, parent)
        return parent
    }
}
