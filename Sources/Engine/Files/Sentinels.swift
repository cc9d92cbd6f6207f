import Glibc

/// Follows the sentinel file that a program under test may write, as it grows.
final class Sentinels {
    /// For poll(2); call ``newLines()`` when readable.
    var descriptor: Int32 { watch.descriptor }

    private let path: String
    private let watch: FileWatch
    private var offset: off_t = 0
    private var partial: [UInt8] = []

    /// The file is `sentinels` in the given directory, which exists.
    init(directory: String) throws(FileFailure) {
        path = directory + "/sentinels"
        watch = try FileWatch(directory: directory)
    }

    /// The lines written since the last call. A file that became shorter is read anew.
    func newLines() -> [String] {
        watch.take()
        let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
        guard descriptor >= 0 else { return [] }
        defer { close(descriptor) }
        var status = stat()
        guard fstat(descriptor, &status) == 0 else { return [] }
        if status.st_size < offset {
            offset = 0
            partial = []
        }
        var buffer = [UInt8](repeating: 0, count: 64 << 10)
        while true {
            let count = pread(descriptor, &buffer, buffer.count, offset)
            guard count > 0 else { break }
            partial += buffer[..<count]
            offset += off_t(count)
        }
        return takeLines()
    }

    /// A line counts when it is complete, or when the file ends with it: the program may never
    /// write the line feed. What has been told is not told again.
    private func takeLines() -> [String] {
        guard !partial.isEmpty else { return [] }
        let lines = partial.split(separator: 0x0A).map { String(decoding: $0, as: UTF8.self) }
        let isComplete = partial.last == 0x0A
        partial = isComplete ? [] : Array(partial.split(separator: 0x0A).last ?? [])
        return lines
    }
}
