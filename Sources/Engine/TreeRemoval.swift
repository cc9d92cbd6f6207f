import CLaunch
import Glibc

/// One removal of a directory with all that is in it.
///
/// Works through descriptors, so that nobody can lead it elsewhere by exchanging a directory for a
/// link. Holds a bounded number of them: deeper directories are moved to the top first.
struct TreeRemoval {
    private(set) var failure: SystemError?

    /// Levels that are open at a time; a descriptor each.
    private static let levelsMax = 64

    /// A name as the file system has it, which need not be UTF-8, with its NUL.
    private typealias Name = [CChar]

    private var isLifted = false
    private var top: Int32 = -1
    private var lifted = 0

    mutating func remove(_ path: String) {
        let directory = enter(Array(path.utf8CString), in: AT_FDCWD)
        guard directory >= 0 else { return note(.latest) }
        top = directory
        repeat {
            isLifted = false
            empty(directory, level: 1)
        } while isLifted && failure == nil
        close(directory)
        if rmdir(path) != 0 { note(.latest) }
    }

    private mutating func note(_ error: SystemError) {
        if failure == nil { failure = error }
    }

    /// Opens a directory for listing, making it accessible when it is not.
    private func enter(_ name: Name, in parent: Int32) -> Int32 {
        let flags = O_RDONLY | O_DIRECTORY | O_NOFOLLOW
        let directory = csystem_open_at(parent, name, flags)
        // Searching and writing are needed too, and only known to be missing when they fail;
        // setting them on what we own costs one call on this rare way.
        guard directory < 0, errno == EACCES else { return directory }
        guard csystem_make_accessible(parent, name) == 0 else { return -1 }
        return csystem_open_at(parent, name, flags)
    }

    /// Removes the entries of an open directory.
    private mutating func empty(_ directory: Int32, level: Int) {
        fchmod(directory, S_IRWXU)
        for name in names(directory) {
            if unlinkat(directory, name, 0) == 0 { continue }
            guard errno == EISDIR || errno == EPERM else {
                note(.latest)
                continue
            }
            if unlinkat(directory, name, AT_REMOVEDIR) == 0 { continue }
            guard errno == ENOTEMPTY || errno == EEXIST else {
                note(.latest)
                continue
            }
            removeFull(name, in: directory, level: level)
        }
    }

    private mutating func removeFull(_ name: Name, in parent: Int32, level: Int) {
        if level >= Self.levelsMax {
            lift(name, from: parent)
            return
        }
        let child = enter(name, in: parent)
        guard child >= 0 else { return note(.latest) }
        empty(child, level: level + 1)
        close(child)
        // A directory that still has a lifted-out or refused child was noted already.
        if unlinkat(parent, name, AT_REMOVEDIR) != 0 { note(.latest) }
    }

    /// Moves a deep directory to the top, to be removed in the next round.
    private mutating func lift(_ name: Name, from parent: Int32) {
        lifted += 1
        // Its own write permission is needed, because its ".." changes.
        _ = csystem_make_accessible(parent, name)
        if renameat(parent, name, top, "orchestro-lifted-\(lifted)") != 0 { return note(.latest) }
        isLifted = true
    }

    private mutating func names(_ directory: Int32) -> [Name] {
        // The stream takes over and closes its descriptor.
        let copy = csystem_open_at(directory, ".", O_RDONLY | O_DIRECTORY)
        guard copy >= 0, let stream = fdopendir(copy) else {
            note(.latest)
            if copy >= 0 { close(copy) }
            return []
        }
        defer { closedir(stream) }
        var found: [Name] = []
        while let entry = readdir(stream) {
            let name = withUnsafeBytes(of: &entry.pointee.d_name) { bytes in
                bytes.prefix { $0 != 0 }.map(CChar.init(bitPattern:)) + [0]
            }
            if name != Array(".".utf8CString), name != Array("..".utf8CString) {
                found.append(name)
            }
        }
        return found
    }
}
