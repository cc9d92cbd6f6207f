import Glibc
import Jobs
import Scenarios
import Testing

/// Nothing that an attempt started outlives it, whatever it does to live.
struct LeftoverTests {
    /// Programs that leave something running; `MARK` makes their processes recognisable.
    static let programs = [
        "(setsid sh -c 'echo started; exec sleep 31.MARK' &); read line",
        "trap '' TERM HUP INT QUIT; echo started; sleep 31.MARK",
        "trap '' TERM HUP; echo started; while :; do :; done # 31.MARK",
        "(setsid sh -c 'sleep 31.MARK & sleep 31.MARK & echo started; wait' &); read line",
    ]

    @Test func twoHundredAttemptsLeaveNothing() throws {
        let fixture = try RunFixture()
        let mark = "\(getpid())\(UInt32.random(in: 100_000...999_999))"
        let texts = (0..<200).map { number in
            let program = Self.programs[number % Self.programs.count]
                .split(separator: "MARK", omittingEmptySubsequences: false).joined(separator: mark)
            return """
                command: ["sh", "-c", "\(program)"]
                steps: [{expect: started}, {send: go}]
                timeout: 0.1
                """
        }
        let results = try fixture.run(texts, workers: 8)
        #expect(results.count { $0.outcome == .passed } == 200)
        #expect(Self.processes(with: "31.\(mark)") == [])
        #expect(fixture.privateLeftovers == [])
        let leaked = results.flatMap { $0.attempts.flatMap(\.leaked) }
        // One of the first kind, three of the last; some have not become `sleep` yet.
        #expect(leaked.count == 200)
    }

    /// Command lines of living processes that contain the text.
    static func processes(with text: String) -> [String] {
        guard let opened = opendir("/proc") else { return ["(no /proc)"] }
        defer { closedir(opened) }
        var found: [String] = []
        while let entry = readdir(opened) {
            let name = withUnsafePointer(to: &entry.pointee.d_name) {
                $0.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
            }
            guard Int32(name) != nil else { continue }
            let descriptor = open("/proc/\(name)/cmdline", O_RDONLY)
            guard descriptor >= 0 else { continue }
            var buffer = [UInt8](repeating: 0, count: 4096)
            let count = read(descriptor, &buffer, buffer.count)
            close(descriptor)
            let line = String(decoding: buffer[..<max(0, count)], as: UTF8.self)
            if line.contains(text) { found.append("\(name): \(line)") }
        }
        return found
    }
}
