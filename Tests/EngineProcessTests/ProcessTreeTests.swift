import Glibc
import Testing

@testable import Engine

@Suite struct ProcessTreeTests {
    @Test func listsParentsBeforeChildrenWithTheirNames() throws {
        let program = try RunningProgram.shell("sh -c 'cat; :'; :")
        program.type("x\n")
        try program.wait(for: "x\r\nx\r\n")
        let tree = ProcessTree.descendants(of: program.launcher.processID)
        #expect(tree.map(\.name) == ["sh", "sh", "cat"])
        #expect(
            tree.map(\.parent) == [program.launcher.processID] + tree.dropLast().map(\.processID))
        #expect(
            ProcessTree.scanForChildren(of: program.processID)
                == tree.dropFirst().prefix(1).map(\.processID))
    }

    @Test func namesMayContainAnything() throws {
        let directory = try PrivateDirectory(below: "/tmp")
        let path = directory.path + "/a) (b c"
        #expect(symlink("/bin/cat", path) == 0)
        let program = try RunningProgram([path])
        #expect(
            ProcessTree.descendants(of: program.launcher.processID).map(\.name) == ["a) (b c"])
        try directory.remove()
    }

    @Test func nothingBelowAnIdleLauncher() throws {
        #expect(ProcessTree.descendants(of: try Launcher.start().processID).isEmpty)
    }
}
