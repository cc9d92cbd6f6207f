import Engine
import Foundation
import Testing

@testable import orchestroctl

/// What goes into the archive of a directory that is sent.
@Suite struct UploadWalkTests {
    @Test func `what takes a file's or directory's place in the middle is not opened`() throws {
        let place = try Invocation()
        try place.write("secret/key", "x")
        try place.write("s/file", "x")
        try place.write("s/d/x", "x")
        let root = place.directory + "/s"
        let directory = open(root, O_RDONLY | O_DIRECTORY)
        defer { close(directory) }
        for (name, secret) in [("file", "key"), ("d", "")] {
            var seen = stat()
            try #require(fstatat(directory, name, &seen, AT_SYMLINK_NOFOLLOW) == 0)
            close(try UploadWalk.open(name, in: directory, root, seen: seen))
            try #require(rename("\(root)/\(name)", "\(root)/\(name).before") == 0)
            try #require(symlink("../secret/" + secret, "\(root)/\(name)") == 0)
            let linked = #expect(throws: FileFailure.self) {
                try UploadWalk.open(name, in: directory, root, seen: seen)
            }
            #expect(linked?.message.contains("failed to open") == true)
            try #require(unlink("\(root)/\(name)") == 0)
            try place.write("s/\(name)", "another")
            let other = #expect(throws: FileFailure.self) {
                try UploadWalk.open(name, in: directory, root, seen: seen)
            }
            #expect(other?.message.contains("was replaced while it was read") == true)
        }
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
