import Glibc

/// Private directories for one attempt after the other.
///
/// One that an attempt leaves as it got it — empty, ours, mode 0700 — serves the next one: making
/// and removing a directory costs more than anything else of a short attempt, since ext4 avoids
/// the inodes it has just freed.
final class DirectoryStock {
    private let base: String
    private var spare: PrivateDirectory?

    /// Directories below this one.
    init(base: String) { self.base = base }

    /// An empty directory that only this account can enter.
    func take() throws(SystemError) -> PrivateDirectory {
        if let spare {
            self.spare = nil
            return spare
        }
        return try PrivateDirectory(below: base)
    }

    /// Takes a directory back and makes sure that nothing of its attempt is left.
    func giveBack(_ directory: PrivateDirectory) throws(SystemError) {
        if spare == nil, Self.isAsNew(directory.path) {
            spare = directory
        } else {
            try directory.remove()
        }
    }

    /// Removes what is in stock.
    func clear() throws(SystemError) {
        defer { spare = nil }
        try spare?.remove()
    }

    private static func isAsNew(_ path: String) -> Bool {
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
        var count = 0
        while count < 3, readdir(opened) != nil { count += 1 }
        return count == 2  // . and ..
    }
}
