import CProcessTestSupport
import Engine
import Glibc
import Testing

@Suite struct PrivateDirectoryTests {
    private func exists(_ path: String) -> Bool {
        var status = stat()
        return lstat(path, &status) == 0
    }

    private func touch(_ path: String) {
        close(open(path, O_CREAT | O_WRONLY | O_CLOEXEC, 0o600))
    }

    @Test func isPrivateAndUnique() throws {
        let one = try PrivateDirectory(below: "/tmp")
        let two = try PrivateDirectory(below: "/tmp")
        var status = stat()
        #expect(stat(one.path, &status) == 0)
        #expect(status.st_mode & 0o7777 == 0o700)
        #expect(one.path != two.path)
        try one.remove()
        try two.remove()
        #expect(!exists(one.path) && !exists(two.path))
        #expect(throws: SystemError(ENOENT)) { try one.remove() }
        #expect(throws: SystemError(ENOENT)) { try PrivateDirectory(below: "/nowhere") }
    }

    @Test func linksAreRemovedAndNotFollowed() throws {
        let other = try PrivateDirectory(below: "/tmp")
        touch(other.path + "/kept")
        let directory = try PrivateDirectory(below: "/tmp")
        symlink(other.path, directory.path + "/link")
        mkdir(directory.path + "/inner", 0o700)
        symlink("..", directory.path + "/inner/up")
        symlink("/etc/passwd", directory.path + "/inner/file")
        mkfifo(directory.path + "/inner/fifo", 0o600)
        try directory.remove()
        #expect(!exists(directory.path) && exists(other.path + "/kept"))
        try other.remove()
    }

    @Test func inaccessibleDirectoriesAreRemoved() throws {
        // Root may enter anything; the file system's own idea of who this thread is can be
        // changed for the thread alone.
        if geteuid() == 0 { ctest_set_file_user(65534) }
        defer { if geteuid() == 0 { ctest_set_file_user(0) } }
        let directory = try PrivateDirectory(below: "/tmp")
        for mode: mode_t in [0o000, 0o500, 0o300, 0o400] {
            let inner = "\(directory.path)/\(mode)"
            mkdir(inner, 0o700)
            mkdir(inner + "/deeper", 0o700)
            touch(inner + "/deeper/file")
            chmod(inner + "/deeper", mode)
            chmod(inner, mode)
        }
        chmod(directory.path, 0o000)
        try directory.remove()
        #expect(!exists(directory.path))
    }

    @Test func namesThatAreNotTextAreRemoved() throws {
        let directory = try PrivateDirectory(below: "/tmp")
        let name = directory.path.utf8CString.dropLast() + [0x2f, -1, -2, 0]
        #expect(mkdir(Array(name), 0o700) == 0)
        touch(directory.path + "/a\nb")
        try directory.remove()
        #expect(!exists(directory.path))
    }

    @Test func deepAndWideTreesAreRemoved() throws {
        let directory = try PrivateDirectory(below: "/tmp")
        // Deeper than PATH_MAX allows to name: built from the inside out.
        var tree = "\(directory.path)/tree"
        mkdir(tree, 0o700)
        for level in 0..<3000 {
            let outer = "\(directory.path)/\(level)"
            mkdir(outer, 0o700)
            rename(tree, outer + "/in")
            tree = outer
        }
        for number in 0..<500 { touch("\(directory.path)/file\(number)") }
        try directory.remove()
        #expect(!exists(directory.path))
    }
}
