import Glibc
import Jobs
import Playback
import Scenarios
import Testing

@testable import Engine

@Suite struct LimitTests {
    static func limits(_ memory: Int?, _ processes: Int?, _ cpus: Double?) -> Limits {
        var limits = Limits()
        limits.memoryBytes = memory
        limits.processesCount = processes
        limits.cpus = cpus
        return limits
    }

    @Test func `a scenario's limit comes first, the job's else, never above the ceiling`() {
        let scenario = Self.limits(100, nil, nil)
        let job = Self.limits(200, 20, nil)
        #expect(scenario.or(job) == Self.limits(100, 20, nil))
        let ceiling = Self.limits(50, 30, 1.5)
        #expect(scenario.or(job).atMost(ceiling) == Self.limits(50, 20, 1.5))
        #expect(Limits().atMost(Limits()) == Limits())
    }

    static let asked: [(Limits, Capabilities, String)] = [
        (limits(1, nil, nil), .memoryLimit, "memory"), (limits(nil, 1, nil), .processLimit, "pids"),
        (limits(nil, nil, 1), .processorLimit, "cpu"),
    ]

    @Test(arguments: asked)
    func `a limit that nothing enforces is not supported`(
        limits: Limits, capability: Capabilities, controller: String
    ) {
        var scenario = Scenario(name: "a", command: .words(["true"]))
        scenario.limits = limits
        #expect(Unsupported.first(in: scenario, given: capability) == nil)
        let others: Capabilities = [.memoryLimit, .processLimit, .processorLimit, .inventory]
        let cause = Unsupported.first(in: scenario, given: others.subtracting(capability))
        #expect(cause?.message.contains("the \(controller) controller") == true)
        #expect(Limits().notEnforced(by: [], butAskedFor: limits).count == 1)
        #expect(Limits().notEnforced(by: capability, butAskedFor: limits) == [])
    }

    @Test func `resources need an inventory`() {
        var scenario = Scenario(name: "a", command: .words(["true"]))
        scenario.resources = [Resource("serial", count: 1, at: Position(line: 1, column: 1))]
        #expect(Unsupported.first(in: scenario, given: [])?.kind == .unsupported)
        #expect(Unsupported.first(in: scenario, given: .inventory) == nil)
    }

    @Test func `limits are written to the files of a cgroup`() throws {
        let directory = try PrivateDirectory(below: "/tmp")
        let parent = Cgroup(path: directory.path)
        let child = directory.path + "/a"
        // A directory that is no cgroup lacks the files, which is told.
        #expect(throws: CgroupFailure.self) {
            try AttemptCgroup(
                below: parent, name: "a", limits: Self.limits(1, nil, nil), controllers: [.memory])
        }
        #expect(access(child, F_OK) != 0)
        // Without controllers nothing is written.
        let cgroup = try AttemptCgroup(
            below: parent, name: "a", limits: Self.limits(1, 1, 1), controllers: [])
        #expect(access(child, F_OK) == 0)
        _ = cgroup
        try directory.remove()
    }

    @Test func `counters of a cgroup are summed over devices`() throws {
        let directory = try PrivateDirectory(below: "/tmp")
        for (file, text) in [
            ("io.stat", "8:0 rbytes=4096 wbytes=10 rios=1\n8:16 rbytes=1 wbytes=2 rios=1\n"),
            ("pids.events", "max 3\n"),
        ] {
            let descriptor = open("\(directory.path)/\(file)", O_CREAT | O_WRONLY, 0o600)
            _ = Glibc.write(descriptor, text, text.utf8.count)
            close(descriptor)
        }
        let usage = Cgroup(path: directory.path).usage()
        #expect(usage.readBytes == 4097 && usage.writtenBytes == 12)
        #expect(usage.processLimitHits == 3 && usage.memoryKills == nil)
        try directory.remove()
    }

    @Test func `a run without a cgroup says what it cannot limit`() throws {
        let fixture = try RunFixture()
        let result = try fixture.run("command: 'true'\nlimits: {processes: 5}")
        // Where this account has a cgroup to divide, it can.
        guard result.outcome != .passed else { return }
        #expect(result.outcome.cause?.kind == .unsupported)
    }

    @Test func `a run without a network has nothing but loopback`() throws {
        let fixture = try RunFixture()
        let result = try fixture.run(
            """
            command: [sh, -c, 'grep -c : /proc/net/dev; id -u']
            setup: ["sh -c 'grep -c : /proc/net/dev > devices'"]
            network: none
            steps: [{expect: "^1\\r\\n\(getuid())\\r\\n"}]
            validations: [{type: file_equals, path: devices, text: "1\\n"}]
            """)
        let isRefused = result.outcome.cause?.kind == .unsupported
        #expect(result.outcome == .passed || isRefused, "\(result.outcome)")
    }
}
