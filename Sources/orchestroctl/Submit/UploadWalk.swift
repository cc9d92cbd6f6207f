import Engine
import Glibc
import Wire

/// Writes a directory and everything below it to an archive.
///
/// It goes by descriptors from one directory to the next and follows no link, so that nothing else
/// is sent when somebody puts a link in the place of a file or directory meanwhile.
struct UploadWalk {
    private let root: String
    private let archive: TarArchive
    private let homes = HomeDirectories.caller
    private var entriesCount = 0

    /// Names that are left out wherever they are: they are the history, not the work.
    private static let leftOut: Set<String> = [".git"]
    /// Of files and directories; a pipe that took a file's place meanwhile is not waited for.
    private static let flags = O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC

    /// `root` has no link in it.
    init(root: String, archive: TarArchive) {
        self.root = root
        self.archive = archive
    }

    /// Writes all of it; gives the number of files and directories.
    mutating func run() throws(FileFailure) -> Int {
        let top = Glibc.open(root, Self.flags | O_DIRECTORY)
        guard top >= 0 else { throw Self.system("failed to open \(root)") }
        defer { close(top) }
        try addEntries(of: top, root, "", depth: 1)
        try archive.finish()
        return entriesCount
    }

    private mutating func addEntries(
        of directory: Int32, _ path: String, _ prefix: String, depth: Int
    ) throws(FileFailure) {
        guard depth <= UploadLimits.depthMax else {
            throw FileFailure(
                what: "\(path) is nested more than \(UploadLimits.depthMax) directories deep")
        }
        let names: [String]
        do throws(SystemError) { names = try directoryNames(open: directory).sorted() } catch {
            throw FileFailure(what: "failed to list \(path): \(error)")
        }
        for name in names where !Self.leftOut.contains(name) {
            entriesCount += 1
            guard entriesCount <= UploadLimits.entriesMax else {
                throw FileFailure(
                    what: "\(root) has more than \(UploadLimits.entriesMax) files and directories")
            }
            let source = path + "/" + name
            let status = try look(at: name, in: directory, path)
            let entry = try Self.open(name, in: directory, path, seen: status)
            defer { close(entry) }
            if status.st_mode & S_IFMT == S_IFREG {
                try archive.add(open: entry, from: source, as: prefix + name)
            } else {
                try archive.addDirectory(open: entry, from: source, as: prefix + name)
                try addEntries(of: entry, source, prefix + name + "/", depth: depth + 1)
            }
        }
    }

    /// Opens what was looked at, and nothing that has taken its place since.
    static func open(
        _ name: String, in directory: Int32, _ path: String, seen status: stat
    ) throws(FileFailure) -> Int32 {
        let entry = openat(directory, name, flags)
        guard entry >= 0 else { throw system("failed to open \(path)/\(name)") }
        var opened = stat()
        guard fstat(entry, &opened) == 0,
            FileIdentity(opened) == FileIdentity(status)
        else {
            close(entry)
            throw FileFailure(what: "\(path)/\(name) was replaced while it was read")
        }
        return entry
    }

    /// What stands there, when it may be sent: it is looked at before it is opened, which does
    /// something to some devices.
    private func look(
        at name: String, in directory: Int32, _ path: String
    ) throws(FileFailure) -> stat {
        let source = path + "/" + name
        var status = stat()
        guard fstatat(directory, name, &status, AT_SYMLINK_NOFOLLOW) == 0 else {
            guard errno != ENOENT || !name.contains("\u{FFFD}") else {
                throw FileFailure(what: "a name in \(path) is not UTF-8: \(name); rename it")
            }
            throw Self.system("failed to read \(source)")
        }
        switch status.st_mode & S_IFMT {
        case S_IFREG: return status
        case S_IFDIR:
            guard !homes.contains(FileIdentity(status)) else {
                throw FileFailure(what: "\(source) is your whole home directory")
            }
            return status
        case S_IFLNK:
            throw FileFailure(
                what: "\(source) is a symbolic link; regular files and directories are sent,"
                    + " nothing else")
        default:
            throw FileFailure(what: "\(source) is neither a regular file nor a directory")
        }
    }

    private static func system(_ what: String) -> FileFailure {
        FileFailure(what: "\(what): \(String(cString: strerror(errno)))")
    }
}
