import CProcessTestSupport
import Glibc
import Testing

@Suite struct OwnerDeathTests {
    @Test func whenTheOwnerIsKilledEverythingDies() throws {
        var ends: [Int32] = [0, 0]
        #expect(pipe(&ends) == 0)
        let script = """
            (setsid sh -c 'trap "" TERM HUP; echo daemon=$$; while :; do :; done' &)
            echo main=$$; exec sleep 1000
            """
        let owner = ctest_start_owner(script, ends[1])
        close(ends[1])
        try #require(owner > 0)
        var text = ""
        while numbers("daemon", in: text).isEmpty || numbers("main", in: text).isEmpty {
            let more = read(ends[0])
            try #require(more != "")
            text += more
        }
        let processes = (numbers("daemon", in: text) + numbers("main", in: text)).map {
            pollfd(fd: ctest_open_process($0), events: Int16(POLLIN), revents: 0)
        }
        kill(owner, SIGKILL)
        waitpid(owner, nil, 0)
        for var process in processes {
            #expect(process.fd >= 0 && poll(&process, 1, 30_000) == 1)
            close(process.fd)
        }
        close(ends[0])
    }

    private func read(_ file: Int32) -> String {
        var buffer = [UInt8](repeating: 0, count: 1024)
        let size = Glibc.read(file, &buffer, buffer.count)
        return String(decoding: buffer[..<max(0, size)], as: UTF8.self)
    }
}
