import Engine
import Glibc

/// The directories where a user has what is nobody else's business: keys, mail, histories.
struct HomeDirectories {
    /// From the root, links resolved.
    private let paths: [String]
    private let identities: Set<FileIdentity>

    /// Those of these paths that are directories.
    init(_ paths: [String]) {
        var identities: Set<FileIdentity> = []
        self.paths = paths.compactMap { path in
            var status = stat()
            guard !path.isEmpty, stat(path, &status) == 0, status.st_mode & S_IFMT == S_IFDIR
            else { return nil }
            identities.insert(FileIdentity(status))
            return FileKind.absolute(path)
        }
        self.identities = identities
    }

    /// The caller's: that of the environment, and that of the account, whatever HOME says.
    static var caller: HomeDirectories {
        let account = getpwuid(getuid())?.pointee.pw_dir.map { String(cString: $0) }
        return HomeDirectories([CallerEnvironment.values["HOME"], account].compactMap(\.self))
    }

    /// The first that is this directory, or lies in it.
    func first(in root: String) -> String? {
        paths.first { $0 == root || $0.hasPrefix(root == "/" ? root : root + "/") }
    }

    /// Whether it is one of them, mounted in another place perhaps.
    func contains(_ directory: FileIdentity) -> Bool { identities.contains(directory) }
}
