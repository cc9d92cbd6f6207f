import Testing

@testable import Scenarios

/// What each key of a scenario gives.
@Suite struct ScenarioKeyTests {
    @Test func defaults() throws {
        let result = try scenario("command: cat -n\n")
        var expected = Scenario(name: "sample", command: .words(["cat", "-n"]))
        expected.driver = .pty
        #expect(result == expected)
    }

    @Test func everything() throws {
        let result = try scenario(
            """
            name: all
            description: d
            command: [sh, -c, "a b"]
            driver: pipe
            terminal: {columns: 1, rows: 1000, term: vt100, echo: yes}
            cwd: sub/dir
            env: {A: "x", B: 1_000}
            inherit_env: minimal
            timeout: 1.5
            deadline: 60
            exit_code: [0, 3]
            home: private
            tags: [a, b]
            priority: 2.5
            retries: {count: 2, backoff: 0.5}
            needs: [one, dir/two.yaml]
            resources:
              gpu: 2
            limits: {memory: 1GiB, processes: 10, cpus: 0.5, output: 4096}
            network: none
            secrets: TOKEN
            artifacts: ["*.log"]
            hygiene: off
            """)
        #expect(result.name == "all" && result.description == "d")
        #expect(result.command == .words(["sh", "-c", "a b"]) && result.driver == .pipe)
        #expect(result.terminal.columns == 1 && result.terminal.rows == 1_000)
        #expect(result.terminal.term == "vt100" && result.terminal.echo)
        #expect(result.cwd == "sub/dir" && result.inheritEnv == .minimal)
        #expect(result.env == [EnvironmentVariable("A", "x"), EnvironmentVariable("B", "1000")])
        #expect(result.timeout == .milliseconds(1_500) && result.deadline == .seconds(60))
        #expect(result.exitCode == .oneOf([0, 3]) && result.home == .private)
        #expect(result.tags == ["a", "b"] && result.priority == 2.5)
        #expect(result.retries == RetryPolicy(count: 2, backoff: .milliseconds(500)))
        #expect(result.needs.map(\.value) == ["one", "dir/two.yaml"])
        #expect(result.needs[1].position == Position(line: 16, column: 14))
        #expect(
            result.resources == [Resource("gpu", count: 2, at: Position(line: 18, column: 3))])
        #expect(result.limits.memoryBytes == 1_073_741_824 && result.limits.cpus == 0.5)
        #expect(result.limits.processesCount == 10 && result.limits.outputBytes == 4_096)
        #expect(result.limits.position == Position(line: 19, column: 1))
        #expect(result.network == .none && result.hygiene == .off)
        #expect(result.secrets.map(\.value) == ["TOKEN"] && result.artifacts == ["*.log"])
    }

    @Test func nullEqualsAbsence() throws {
        let names = KeyTable.scenario.keys.map(\.name).filter { $0 != "command" }
        let text = names.map { "\($0): null\n" }.joined() + "command: cat -n\n"
        #expect(try scenario(text) == scenario("command: cat -n\n"))
        let keys = KeyTable.step.keys.filter { !$0.nullCounts }.map { "\($0.name): ~" }
        let empty = try step("{\(keys.joined(separator: ", "))}")
        #expect(empty == Step(number: 1, position: Position(line: 3, column: 3)))
    }

    @Test(arguments: [
        ("'5'", 5.0), ("\"2.5\"", 2.5), ("1:30", 90), ("0.001", 0.001), ("31536000", 31_536_000),
    ])
    func timeouts(_ text: String, _ seconds: Double) throws {
        #expect(try scenario("command: cat\ntimeout: \(text)\n").timeout == .seconds(seconds))
    }

    @Test(arguments: [
        ("0", ExitCodeRule.oneOf([0])), ("255", .oneOf([255])), ("[1, 2]", .oneOf([1, 2])),
        ("any", .any), ("'any'", .any), ("3.0", .oneOf([3])), ("null", .any),
    ])
    func exitCodes(_ text: String, _ rule: ExitCodeRule) throws {
        #expect(try scenario("command: cat\nexit_code: \(text)\n").exitCode == rule)
    }

    @Test(arguments: [
        ("1", 1), ("512M", 536_870_912), ("1k", 1_024), ("1kB", 1_000), ("2 MiB", 2_097_152),
        ("1gb", 1_000_000_000), ("1T", 1_099_511_627_776), ("10b", 10), ("'7'", 7),
    ])
    func sizes(_ text: String, _ bytes: Int) throws {
        let result = try scenario("command: cat\nlimits: {memory: \(text)}\n")
        #expect(result.limits.memoryBytes == bytes)
    }

    @Test(arguments: [
        ("off", HygieneRule.off), ("'off'", .off), ("false", .off), ("no", .off), ("warn", .warn),
        ("error", .error),
    ])
    func hygiene(_ text: String, _ rule: HygieneRule) throws {
        #expect(try scenario("command: cat\nhygiene: \(text)\n").hygiene == rule)
    }

    @Test(arguments: [
        ("command: a b\nshell: true", Command.shell("a b")),
        ("command: a 'b c'", .words(["a", "b c"])),
        ("command: [a, 'b c']", .words(["a", "b c"])),
        ("command: [\"${{ env.A }}\"]", .words(["${{ env.A }}"])),
    ])
    func commands(_ text: String, _ command: Command) throws {
        #expect(try scenario(text).command == command)
    }

    @Test func hostCommandsComeInThreeForms() throws {
        let result = try scenario(
            """
            command: cat
            setup:
              - mkdir 'a b'
              - [touch, a b]
              - {command: echo a | cat, shell: true}
            teardown: [rm x]
            """)
        let commands: [Command] = [
            .words(["mkdir", "a b"]), .words(["touch", "a b"]), .shell("echo a | cat"),
        ]
        #expect(result.setup.map(\.command) == commands)
        #expect(result.setup.map(\.text) == ["mkdir 'a b'", "touch 'a b'", "echo a | cat"])
        #expect(result.setup[1].position == Position(line: 4, column: 5))
        #expect(result.teardown.map(\.text) == ["rm x"])
    }

    @Test(arguments: [
        ("a/b/login.yaml", "login"), ("x", "x"), (".hidden", ".hidden"), ("a.b.yml", "a.b"),
        ("", "scenario"), ("dir/", "dir"),
    ])
    func stems(_ path: String, _ name: String) {
        let result = ScenarioFile.read(Array("command: a".utf8), path: path, lenient: false)
        #expect(result.scenarios.first?.name == name)
    }

    @Test func lenientReadingWarnsOfUnknownKeys() {
        let text = "command: cat\nfoo: 1\n_orchestro_metadata: {a: b}\nsteps: [{bar: 1}]\n"
        let strict = reading(text)
        let lenient = reading(text, lenient: true)
        #expect(strict.diagnostics.map(\.severity) == [.error, .error])
        #expect(strict.scenarios.isEmpty)
        #expect(lenient.diagnostics.map(\.severity) == [.warning, .warning])
        #expect(lenient.scenarios.count == 1)
    }
}
