import Glibc

/// Tells readers of recordings when their file grew, by inotify(7). Used by the loop alone.
final class FileWatcher {
    /// Readable when a file grew.
    let descriptor: Int32
    private var tokens: [Int32: Set<Int>] = [:]
    private var watches: [Int: [String: Int32]] = [:]

    init() throws(StartFailure) {
        descriptor = inotify_init1(Int32(IN_CLOEXEC) | Int32(IN_NONBLOCK))
        guard descriptor >= 0 else {
            throw StartFailure("files cannot be watched: \(errorText(errno))")
        }
    }

    /// Begins to tell of a file; one that cannot be watched is told of when its attempt ends.
    func add(_ path: String, token: Int) {
        let watch = inotify_add_watch(descriptor, path, UInt32(IN_MODIFY))
        guard watch >= 0 else { return }
        tokens[watch, default: []].insert(token)
        watches[token, default: [:]][path] = watch
    }

    /// Tells no more of that file, or of all.
    func remove(_ token: Int, _ path: String?) {
        guard let path else {
            for path in watches[token]?.keys.sorted() ?? [] { remove(token, path) }
            return
        }
        guard let watch = watches[token]?.removeValue(forKey: path) else { return }
        if watches[token]?.isEmpty == true { watches[token] = nil }
        tokens[watch]?.remove(token)
        guard tokens[watch]?.isEmpty == true else { return }
        tokens[watch] = nil
        inotify_rm_watch(descriptor, watch)
    }

    /// Takes what happened and tells it.
    func tell(_ feed: EventFeed) {
        var buffer = [UInt8](repeating: 0, count: 65_536)
        var grown: Set<Int32> = []
        while true {
            let count = read(descriptor, &buffer, buffer.count)
            guard count > 0 else { break }
            buffer.withUnsafeBytes { bytes in
                var place = 0
                while place + MemoryLayout<inotify_event>.size <= count {
                    let event = bytes.loadUnaligned(
                        fromByteOffset: place, as: inotify_event.self)
                    grown.insert(event.wd)
                    place += MemoryLayout<inotify_event>.size + Int(event.len)
                }
            }
        }
        for watch in grown {
            for token in tokens[watch] ?? [] { feed.tell(.grew, token: token) }
        }
    }
}
