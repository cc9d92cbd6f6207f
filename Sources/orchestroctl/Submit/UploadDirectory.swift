import Engine
import Glibc
import Wire

/// The directory that `submit --upload` sends along: the one that all scenarios lie in, whole.
///
/// For a directory that the user names it is that directory, for files their common directory. The
/// root and a user's home are refused: nobody means to send those.
struct UploadDirectory {
    /// Its absolute path.
    let root: String

    /// Names that are left out wherever they are: they are the history, not the work.
    private static let leftOut: Set<String> = [".git"]

    /// The directory of what the user named (`paths`) and what was found there (`files`).
    init(paths: [String], files: [String]) throws(ClientFailure) {
        let named = paths.filter { FileKind($0) == .directory }.map(FileKind.absolute)
        let all = named + files.map(CallerEnvironment.directory)
        root = Self.common(all)
        try Self.check(root)
    }

    /// Refuses what nobody means to send before everything in it is read: a user named it.
    static func check(_ paths: [String]) throws(ClientFailure) {
        for path in paths where FileKind(path) == .directory { try check(FileKind.absolute(path)) }
    }

    private static func check(_ root: String) throws(ClientFailure) {
        guard root != "/" else {
            throw .unsendable(
                "--upload would send the whole machine: the scenarios have nothing but `/` in"
                    + " common", hint: "submit those of one directory at a time")
        }
        guard root != CallerEnvironment.values["HOME"].map(FileKind.absolute) else {
            throw .unsendable(
                "--upload would send your whole home directory \(root)",
                hint: "put the scenarios and what they need into a directory of their own")
        }
    }

    /// A directory of this machine as it is called there, from the root; nil: it is not sent.
    func place(of directory: String) -> String? {
        if directory == root { return "/" }
        guard directory.hasPrefix(root + "/") else { return nil }
        return String(directory.dropFirst(root.utf8.count))
    }

    /// Writes everything in it to an archive.
    func write(to archive: TarArchive) throws(ClientFailure) {
        var left = UploadLimits.entriesMax
        do throws(FileFailure) {
            try add(root, "", to: archive, &left)
            try archive.finish()
        } catch {
            if error.isNoRoom { throw .noRoom(error.message) }
            throw .unsendable(
                "--upload: \(error.message)",
                hint: "put in place of a link what it leads to; what programs do not need can lie"
                    + " elsewhere")
        }
    }

    private func add(
        _ directory: String, _ prefix: String, to archive: TarArchive, _ left: inout Int
    ) throws(FileFailure) {
        let names: [String]
        do throws(SystemError) { names = try directoryNames(directory).sorted() } catch {
            throw FileFailure(what: "failed to list \(directory): \(error)")
        }
        for name in names where !Self.leftOut.contains(name) {
            let source = directory + "/" + name
            let member = prefix + name
            left -= 1
            guard left >= 0 else {
                throw FileFailure(
                    what: "\(root) has more than \(UploadLimits.entriesMax) files and directories")
            }
            var status = stat()
            guard lstat(source, &status) == 0 else {
                let number = errno
                guard number != ENOENT || !name.contains("\u{FFFD}") else {
                    throw FileFailure(
                        what: "a name in \(directory) is not UTF-8: \(name); rename it")
                }
                throw FileFailure(
                    what: "failed to read \(source): \(String(cString: strerror(number)))")
            }
            switch status.st_mode & S_IFMT {
            case S_IFREG: try archive.add(source, as: member)
            case S_IFDIR:
                try archive.addDirectory(source, as: member)
                try add(source, member + "/", to: archive, &left)
            case S_IFLNK:
                throw FileFailure(
                    what: "\(source) is a symbolic link; regular files and directories are sent,"
                        + " nothing else")
            default:
                throw FileFailure(
                    what: "\(source) is neither a regular file nor a directory")
            }
        }
    }

    /// The deepest directory that all of these lie in or are.
    static func common(_ directories: [String]) -> String {
        var common = (directories.first ?? "/").split(separator: "/")
        for directory in directories.dropFirst() {
            let parts = directory.split(separator: "/")
            common = zip(common, parts).prefix { $0 == $1 }.map(\.0)
        }
        return "/" + common.joined(separator: "/")
    }
}
