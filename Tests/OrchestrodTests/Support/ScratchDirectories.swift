import Foundation

/// Directories of tests, all in one that is removed when the process of the tests ends: daemons and
/// what they started write into them until then.
enum ScratchDirectories {
    /// The one that has the others. Its path is short, since those of sockets cannot be long.
    private static let root: Result<String, any Error> = Result {
        var template = Array("/tmp/od-XXXXXX".utf8CString)
        guard mkdtemp(&template) != nil, chmod(template, 0o755) == 0 else {
            throw POSIXError(POSIXErrorCode(rawValue: errno) ?? .EIO)
        }
        atexit { ScratchDirectories.remove() }
        return String(decoding: template.dropLast().map(UInt8.init(bitPattern:)), as: UTF8.self)
    }

    /// An empty directory with a path of its own.
    static func make() throws -> String {
        let directory = try root.get() + "/" + UUID().uuidString.prefix(8)
        try FileManager.default.createDirectory(
            atPath: directory, withIntermediateDirectories: false)
        return directory
    }

    private static func remove() {
        // What cannot be removed is left to the system's tidying.
        guard let directory = try? root.get() else { return }
        try? FileManager.default.removeItem(atPath: directory)
    }
}
