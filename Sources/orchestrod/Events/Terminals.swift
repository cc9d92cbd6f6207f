import Jobs
import Wire

/// Where somebody is in what a terminal showed.
struct TerminalPlace: Hashable, Sendable {
    var attempt: AttemptKey
    /// In bytes from the beginning.
    var offset: Int

    /// What precedes the bytes in a binary message: task and attempt, both from 1, in four bytes
    /// each, and the offset of the first byte, in eight; the highest byte first.
    var head: [UInt8] {
        var head: [UInt8] = []
        func add(_ value: Int, bytes: Int) {
            for shift in (0..<bytes).reversed() {
                head.append(UInt8(truncatingIfNeeded: value >> (8 * shift)))
            }
        }
        add(attempt.task.task.index + 1, bytes: 4)
        add(attempt.number, bytes: 4)
        add(offset, bytes: 8)
        return head
    }
}

/// The terminals of a job's attempts that one reader follows: their recordings, read as they grow.
/// What a slow reader has not taken yet stays in the file. No file is held open: readers times
/// attempts would be more than the daemon may have.
struct Terminals {
    private struct Open {
        var place: TerminalPlace
        var path: String
        var isWatched = false
    }

    private let files: AttemptFiles
    private let inbox: Inbox
    private let token: Int
    private var open: [Open] = []

    /// Follows these from where the reader was.
    init(_ places: [TerminalPlace], _ files: AttemptFiles, _ inbox: Inbox, token: Int) {
        self.files = files
        self.inbox = inbox
        self.token = token
        for place in places { begin(place) }
    }

    /// Ends following all of them.
    func end() { inbox.push(.unwatch(token: token, path: nil)) }

    /// An attempt has started.
    mutating func begin(_ place: TerminalPlace) {
        guard !open.contains(where: { $0.place.attempt == place.attempt }) else { return }
        open.append(Open(place: place, path: files.path(.recording, of: place.attempt)))
        _ = file(open.count - 1)
    }

    /// An attempt is over, and what it showed was read to its end.
    mutating func end(_ attempt: AttemptKey) {
        guard let index = open.firstIndex(where: { $0.place.attempt == attempt }) else { return }
        inbox.push(.unwatch(token: token, path: open[index].path))
        open.remove(at: index)
    }

    /// The attempts that are followed.
    var attempts: [AttemptKey] { open.map(\.place.attempt) }

    /// What is new of one of them, at most ``HTTPLimits/chunkBytes``; nil: nothing now.
    mutating func read(_ attempt: AttemptKey) -> (place: TerminalPlace, bytes: [UInt8])? {
        guard let index = open.firstIndex(where: { $0.place.attempt == attempt }) else {
            return nil
        }
        let place = open[index].place
        guard let bytes = file(index)?.read(at: place.offset, count: HTTPLimits.chunkBytes),
            !bytes.isEmpty
        else { return nil }
        open[index].place.offset += bytes.count
        return (place, bytes)
    }

    /// The file, watched from the first time on that it is there: it is not yet when the start of
    /// the attempt is stored and nothing else is done.
    private mutating func file(_ index: Int) -> ReadableFile? {
        guard let file = ReadableFile(open[index].path) else { return nil }
        if !open[index].isWatched {
            open[index].isWatched = true
            inbox.push(.watch(path: open[index].path, token: token))
        }
        return file
    }
}
