import Engine
import Wire

/// The directory that `submit --upload` sends along: the one that all scenarios lie in, whole.
///
/// For a directory that the user names it is that directory, for files their common directory. The
/// root and what a home of the user is or lies in are refused: nobody means to send those.
struct UploadDirectory {
    /// Its absolute path.
    let root: String

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
        guard let home = HomeDirectories.caller.first(in: root) else { return }
        let whole = home == root ? home : "\(home), which lies in \(root)"
        throw .unsendable(
            "--upload would send your whole home directory \(whole)",
            hint: home == root
                ? "put the scenarios and what they need into a directory of their own"
                : "name a directory that has only what they need; when files or directories are"
                    + " named, that which all of them lie in is sent")
    }

    /// A directory of this machine as it is called there, from the root; nil: it is not sent.
    func place(of directory: String) -> String? {
        if directory == root { return "/" }
        guard directory.hasPrefix(root + "/") else { return nil }
        return String(directory.dropFirst(root.utf8.count))
    }

    /// Writes everything in it to an archive; gives the number of files and directories.
    func write(to archive: TarArchive) throws(ClientFailure) -> Int {
        var walk = UploadWalk(root: root, archive: archive)
        do throws(FileFailure) {
            return try walk.run()
        } catch {
            if error.isNoRoom { throw .noRoom(error.message) }
            throw .unsendable(
                "--upload: \(error.message)",
                hint: "put in place of a link what it leads to; what programs do not need can lie"
                    + " elsewhere")
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
