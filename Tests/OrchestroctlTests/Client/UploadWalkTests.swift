import Engine
import Foundation
import Synchronization
import Testing

@testable import orchestroctl

/// What goes into the archive of a directory that is sent.
@Suite struct UploadWalkTests {
    @Test func `a link that takes a file's place in the middle is not followed`() throws {
        let place = try Invocation()
        let root = place.directory + "/s"
        try place.write("secret", "the secret key")
        try place.write("s/a", "nothing")
        let isOver = Atomic(false)
        try withThread {
            while !isOver.load(ordering: .relaxed) {
                symlink("../secret", root + "/../link")
                rename(root + "/../link", root + "/a")
                let file = open(root + "/../file", O_WRONLY | O_CREAT | O_TRUNC, 0o600)
                write(file, "nothing", 7)
                close(file)
                rename(root + "/../file", root + "/a")
            }
        } body: {
            defer { isOver.store(true, ordering: .relaxed) }
            for _ in 0..<2_000 {
                let descriptor = open(
                    place.directory + "/t", O_RDWR | O_CREAT | O_TRUNC | O_CLOEXEC, 0o600)
                defer { close(descriptor) }
                var walk = UploadWalk(
                    root: root, archive: TarArchive(descriptor: descriptor, name: "a test"))
                // Most walks find the link and say so.
                do { _ = try walk.run() } catch is FileFailure {}
                #expect(!(try place.text("t").contains("secret key")))
            }
        }
    }

    /// Runs `beside` in a thread while `body` runs, and waits for its end.
    private func withThread(
        _ beside: @escaping @Sendable () -> Void, body: () throws -> Void
    ) throws {
        let ended = DispatchSemaphore(value: 0)
        Thread {
            beside()
            ended.signal()
        }.start()
        defer { ended.wait() }
        try body()
    }

    @Test func `a home is found wherever it lies below`() throws {
        let place = try Invocation()
        try place.write("h/me/.ssh/id", "x")
        let top = FileKind.absolute(place.directory)
        let homes = HomeDirectories([top + "/h/me", "", top + "/none"])
        for root in ["/", top, top + "/h", top + "/h/me"] {
            #expect(homes.first(in: root) == top + "/h/me", "\(root)")
        }
        for root in [top + "/h/m", top + "/h/me/.ssh", top + "/none"] {
            #expect(homes.first(in: root) == nil, "\(root)")
        }
    }

    @Test func `what is sent is told with its size`() {
        let told = UploadText.sending(entries: 214, bytes: 3_199_999, from: "/p")
        #expect(told == "sending 214 files and directories, 3.1 MB, from /p")
        let one = UploadText.sending(entries: 1, bytes: 999, from: "/p")
        #expect(one == "sending 1 file, 999 bytes, from /p")
        #expect(UploadText.sending(entries: 2, bytes: 1_000, from: "/p").contains("1.0 kB"))
    }
}
