import Glibc
import Jobs
import Scenarios
import Testing

@testable import Engine

@Suite struct CgroupTests {
    @Test func findsTheMount() {
        let mountinfo = """
            25 1 8:1 / / rw,relatime - ext4 /dev/sda1 rw
            32 25 0:28 / /sys/fs/cgroup/cpu rw shared:3 - cgroup cgroup rw,cpu
            41 25 0:36 /a\\040b /mnt/my\\040cgroup\\134x rw,nosuid shared:9 - cgroup2 cgroup2 rw
            """
        #expect(
            CgroupMount(mountinfo: mountinfo)
                == CgroupMount(point: "/mnt/my cgroup\\x", root: "/a b"))
        #expect(CgroupMount(mountinfo: "25 1 8:1 / / rw - ext4 /dev/sda1 rw") == nil)
        #expect(CgroupMount(mountinfo: "a - cgroup2\n-\n- cgroup2") == nil)
    }

    @Test(arguments: [
        ("/", "0::/", "/cg"), ("/", "0::/a/b", "/cg/a/b"),
        ("/a", "4:memory:/x\n0::/a/b", "/cg/b"), ("/a", "0::/a", "/cg"),
        ("/a", "0::/ab", nil), ("/", "1:cpu:/", nil), ("/", "0::/../x", nil), ("/", "", nil),
    ])
    func findsTheDirectory(root: String, membership: String, path: String?) {
        #expect(CgroupMount(point: "/cg", root: root).path(membership: membership) == path)
    }

    @Test func anUnmarkedDirectoryOfRootIsNotDelegated() throws {
        let directory = try PrivateDirectory(below: "/tmp")
        let cgroup = Cgroup(path: directory.path)
        #expect(!cgroup.isDelegated(to: 0))
        close(open(cgroup.path + "/cgroup.procs", O_CREAT | O_WRONLY | O_CLOEXEC, 0o600))
        #expect(!cgroup.isDelegated(to: 0))
        #expect(geteuid() == 0 || cgroup.isDelegated(to: geteuid()))
        try directory.remove()
        #expect(!cgroup.isDelegated(to: 0))
    }

    @Test func readsWhatIsThere() throws {
        let directory = try PrivateDirectory(below: "/tmp")
        for (file, text) in [
            ("pids.peak", "7\n"), ("cpu.stat", "usage_usec 30\nuser_usec 10\nsystem_usec 20\n"),
            ("memory.events", "low 0\noom_kill 2\n"),
        ] {
            let descriptor = open("\(directory.path)/\(file)", O_CREAT | O_WRONLY, 0o600)
            _ = write(descriptor, text, text.utf8.count)
            close(descriptor)
        }
        #expect(
            Cgroup(path: directory.path).usage()
                == CgroupUsage(
                    processesPeak: 7, memoryPeakBytes: nil, user: .microseconds(10),
                    system: .microseconds(20), memoryKills: 2))
        try directory.remove()
    }

    /// Runs where this account has a delegated cgroup, or is told one that it may divide.
    @Test(.enabled(if: dividable() != nil))
    func programsStartAndDieInACgroup() throws {
        let parent = try #require(Self.dividable())
        let cgroup = try parent.makeChild("orchestro-test-\(getpid())")
        let directory = try cgroup.openDirectory()
        let program = try RunningProgram(
            ["sh", "-c", "cat /proc/self/cgroup; (setsid sleep 1000 &); cat"], cgroup: directory)
        close(directory)
        try program.wait(for: "/orchestro-test-\(getpid())\r\n")
        #expect(throws: CgroupFailure.stillPopulated(path: cgroup.path)) {
            try cgroup.waitUntilEmpty(atMost: .milliseconds(1))
        }
        try cgroup.kill()
        try cgroup.waitUntilEmpty(atMost: .seconds(30))
        #expect(try program.waitForEnd() == .signalled(9))
        #expect(try program.launcher.killAll().killed == 0)
        try cgroup.remove()
    }

    private static func dividable() -> Cgroup? {
        if let path = getenv("ORCHESTRO_TEST_CGROUP") {
            return Cgroup(path: String(cString: path))
        }
        // Not delegated: the test says that it was skipped.
        return try? Cgroup.delegated()
    }
}
