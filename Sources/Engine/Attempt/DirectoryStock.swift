import Glibc

/// Private directories for one attempt after the other.
///
/// One that an attempt leaves as it got it — the same directories, empty, ours, mode 0700 — serves
/// the next one: making and removing directories costs more than anything else of a short attempt,
/// since ext4 avoids the inodes it has just freed.
final class DirectoryStock {
    /// What is in a directory when an attempt gets it.
    enum Layout: Hashable {
        /// Nothing: it is the temporary directory.
        case bare
        /// `tmp` and `home`, the latter with its XDG directories.
        case withHome

        /// Each directory with the names in it, the outer ones first.
        fileprivate var places: [(path: String, names: [String])] {
            switch self {
            case .bare: [("", [])]
            case .withHome:
                [
                    ("", ["tmp", "home"]), ("/tmp", []),
                    ("/home", [".config", ".cache", ".local"]), ("/home/.config", []),
                    ("/home/.cache", []), ("/home/.local", ["share", "state"]),
                    ("/home/.local/share", []), ("/home/.local/state", []),
                ]
            }
        }
    }

    private let base: String
    private var spares: [Layout: PrivateDirectory] = [:]

    /// Directories below this one.
    init(base: String) { self.base = base }

    /// A directory that only this account can enter, as the layout says.
    func take(_ layout: Layout) throws(SystemError) -> PrivateDirectory {
        if let spare = spares.removeValue(forKey: layout) { return spare }
        let directory = try PrivateDirectory(below: base)
        for (path, names) in layout.places {
            for name in names where mkdir(directory.path + path + "/" + name, 0o700) != 0 {
                let error = SystemError.latest
                // The first problem is the one to tell.
                try? directory.remove()
                throw error
            }
        }
        return directory
    }

    /// Takes a directory back and makes sure that nothing of its attempt is left.
    func giveBack(_ directory: PrivateDirectory, _ layout: Layout) throws(SystemError) {
        if spares[layout] == nil, Self.isAsNew(directory.path, layout) {
            spares[layout] = directory
        } else {
            try directory.remove()
        }
    }

    /// Removes what is in stock.
    func clear() throws(SystemError) {
        defer { spares = [:] }
        for spare in spares.values { try spare.remove() }
    }

    private static func isAsNew(_ path: String, _ layout: Layout) -> Bool {
        layout.places.allSatisfy { isUntouched(path + $0.path, $0.names) }
    }

    private static func isUntouched(_ path: String, _ names: [String]) -> Bool {
        let descriptor = open(path, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC)
        guard descriptor >= 0 else { return false }
        var status = stat()
        guard fstat(descriptor, &status) == 0, status.st_uid == geteuid(),
            status.st_mode & 0o7777 == 0o700, let opened = fdopendir(descriptor)
        else {
            close(descriptor)
            return false
        }
        defer { closedir(opened) }
        // What is missing or of another kind is noticed when its own turn comes.
        var count = 0
        while count < names.count + 3, readdir(opened) != nil { count += 1 }
        return count == names.count + 2  // . and ..
    }
}
