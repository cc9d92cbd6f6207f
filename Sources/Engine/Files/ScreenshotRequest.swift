import Glibc

/// A screenshot asked of the program by the trigger-file protocol of the original tool: a file
/// `NAME.trigger` appears, the program writes `artifacts/screenshots/NAME.svg`.
final class ScreenshotRequest {
    /// For poll(2); ask ``isTaken()`` when readable.
    var descriptor: Int32 { watch.descriptor }

    private let trigger: String
    /// Where the program writes it.
    let picture: String
    private let watch: FileWatch
    private let before: FileStamp?

    init(
        slug: String, triggerDirectory: String, workingDirectory: String
    ) throws(FileFailure) {
        let pictures = workingDirectory + "/artifacts/screenshots"
        trigger = triggerDirectory + "/screenshot_triggers/\(slug).trigger"
        picture = pictures + "/\(slug).svg"
        // A picture left by an earlier run does not count.
        before = FileStamp(picture)
        watch = try FileWatch(directory: pictures)
        let descriptor = open(trigger, O_WRONLY | O_CREAT | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw FileFailure("failed to create \(trigger)", errno) }
        close(descriptor)
    }

    deinit { unlink(trigger) }

    /// Whether a new picture is there.
    func isTaken() -> Bool {
        watch.take()
        guard let now = FileStamp(picture) else { return false }
        return now != before && now.size > 0
    }
}

/// What changes when a file is written anew.
struct FileStamp: Hashable {
    private let inode: UInt
    /// In bytes.
    let size: Int
    private let seconds: Int
    private let nanoseconds: Int

    /// The stamp of a file; nil when there is none.
    init?(_ path: String) {
        var status = stat()
        guard stat(path, &status) == 0 else { return nil }
        inode = status.st_ino
        size = Int(status.st_size)
        seconds = status.st_mtim.tv_sec
        nanoseconds = status.st_mtim.tv_nsec
    }
}
