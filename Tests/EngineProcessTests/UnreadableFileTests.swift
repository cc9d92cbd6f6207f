import CProcessTestSupport
import Engine
import Glibc
import Testing

/// Files and directories that this account may not read.
@Suite struct UnreadableFileTests {
    @Test func anUnreadableFileIsExplained() throws {
        // Root reads everything; the file system's own idea of who this thread is can be changed
        // for the thread alone.
        if geteuid() == 0 { ctest_set_file_user(65534) }
        defer { if geteuid() == 0 { ctest_set_file_user(0) } }
        let directory = try PrivateDirectory(below: "/tmp")
        let path = directory.path + "/secret.yaml"
        close(open(path, O_CREAT | O_WRONLY | O_CLOEXEC, 0o200))
        var message = ""
        do throws(FileFailure) {
            _ = try readWhole(path, bytesMax: 100)
        } catch {
            message = error.message
        }
        #expect(message.hasPrefix("failed to open \(path): Permission denied (this account must"))
        chmod(directory.path, 0o000)
        #expect(throws: FileFailure.self) { try readWhole(path, bytesMax: 100) }
        #expect(throws: SystemError(EACCES)) { try directoryNames(directory.path) }
        try directory.remove()
    }
}
