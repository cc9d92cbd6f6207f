import Glibc

/// Tells when something may have changed at a path, by inotify(7): a descriptor for poll(2).
///
/// While the path's directory does not exist, its nearest existing ancestor is watched.
final class FileWatch {
    /// Readable when it is time to look again.
    let descriptor: Int32
    private let directory: String
    private var watched: (path: String, number: Int32)?

    /// Watches the directory that holds (or will hold) a file.
    init(directory: String) throws(FileFailure) {
        descriptor = inotify_init1(Int32(IN_CLOEXEC) | Int32(IN_NONBLOCK))
        guard descriptor >= 0 else { throw FileFailure("failed to watch \(directory)", errno) }
        self.directory = directory
        rearm()
    }

    deinit { close(descriptor) }

    /// Takes what happened and follows the path as far as it exists now. Look after that.
    func take() {
        var buffer = [UInt8](repeating: 0, count: 4096)
        while read(descriptor, &buffer, buffer.count) > 0 {}
        rearm()
    }

    private func rearm() {
        let mask = UInt32(IN_CREATE | IN_MOVED_TO | IN_CLOSE_WRITE | IN_MODIFY | IN_ATTRIB)
        var path = directory
        while true {
            if watched?.path == path { return }
            let number = inotify_add_watch(descriptor, path, mask)
            if number >= 0 {
                if let old = watched, old.number != number {
                    inotify_rm_watch(descriptor, old.number)
                }
                watched = (path, number)
                // The next part may have come between the look and the watch.
                if path == directory || access(child(of: path), F_OK) != 0 { return }
                path = directory
                continue
            }
            guard let parent = Self.parent(of: path) else { return }
            path = parent
        }
    }

    private func child(of ancestor: String) -> String {
        let rest = directory.dropFirst(ancestor.count).split(separator: "/").first ?? ""
        return ancestor + "/" + rest
    }

    private static func parent(of path: String) -> String? {
        guard path != "/", !path.isEmpty else { return nil }
        let parts = path.split(separator: "/").dropLast()
        return "/" + parts.joined(separator: "/")
    }
}
