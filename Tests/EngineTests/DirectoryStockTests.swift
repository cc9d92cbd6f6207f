import Glibc
import Testing

@testable import Engine

/// A directory serves the next attempt only when nothing can be told from it.
@Suite struct DirectoryStockTests {
    static let changes: [(String, @Sendable (String) -> Void)] = [
        ("a file in tmp", { close(creat($0 + "/tmp/a", 0o600)) }),
        ("a file beside home", { close(creat($0 + "/a", 0o600)) }),
        ("a file deep in home", { close(creat($0 + "/home/.local/share/a", 0o600)) }),
        ("a directory that is gone", { rmdir($0 + "/home/.cache") }),
        ("other rights", { chmod($0 + "/home", 0o755) }),
        (
            "a link in place of a directory",
            {
                rmdir($0 + "/home/.config")
                symlink("/tmp", $0 + "/home/.config")
            }
        ),
        (
            "a file in place of a directory",
            {
                rmdir($0 + "/home/.local/state")
                close(creat($0 + "/home/.local/state", 0o700))
            }
        ),
    ]

    @Test(arguments: changes)
    func `what was changed is not used again`(
        name: String, change: @Sendable (String) -> Void
    ) throws {
        let base = try PrivateDirectory(below: "/tmp")
        let stock = DirectoryStock(base: base.path)
        let first = try stock.take(.withHome)
        change(first.path)
        try stock.giveBack(first, .withHome)
        #expect(access(first.path, F_OK) != 0)
        let second = try stock.take(.withHome)
        #expect(access(second.path + "/home/.local/state", F_OK) == 0)
        try stock.giveBack(second, .withHome)
        try stock.clear()
        try base.remove()
    }

    @Test(arguments: [DirectoryStock.Layout.bare, .withHome])
    func `what is as it was serves again, each layout for its own`(
        layout: DirectoryStock.Layout
    ) throws {
        let base = try PrivateDirectory(below: "/tmp")
        let stock = DirectoryStock(base: base.path)
        let first = try stock.take(layout)
        try stock.giveBack(first, layout)
        #expect(try stock.take(layout == .bare ? .withHome : .bare) != first)
        #expect(try stock.take(layout) == first)
        try base.remove()
    }
}
