import Engine
import Glibc
import Jobs
import Scenarios
import Testing

/// What is kept of an attempt.
struct RecordTests {
    @Test func theRecordingIsByteExact() throws {
        let fixture = try RunFixture()
        let result = try fixture.run(
            #"""
            command: ["sh", "-c", "stty -opost; printf '\\000\\377\\033[1mA\\r\\n\\200'"]
            steps: [{expect: A}]
            """#)
        #expect(result.outcome == .passed)
        let directory = try #require(result.attempts.first?.artifactsDirectory)
        let bytes = try readWhole(directory + "/recording", bytesMax: 1000)
        #expect(bytes == [0, 0xFF, 0x1B, 0x5B, 0x31, 0x6D, 0x41, 0x0D, 0x0A, 0x80])
        let record = try JSONValue.parse(try fixture.text(directory + "/record.json"))
        guard case .object(let members) = record else { return #expect(Bool(false)) }
        #expect(members["outcome"] == .string("passed"))
        #expect(members["output_bytes"] == .integer(10))
    }

    @Test func aLongStreamKeepsItsEndsAndSaysSo() throws {
        let fixture = try RunFixture()
        let total = EngineLimits.recordingHeadBytesMax + EngineLimits.recordingTailBytesMax
        let result = try fixture.run(
            """
            driver: pipe
            command: sh -c 'head -c \(total + 1000) /dev/zero; echo END'
            steps: [{expect: END}]
            """)
        #expect(result.outcome == .passed)
        let directory = try #require(result.attempts.first?.artifactsDirectory)
        let bytes = try readWhole(directory + "/recording", bytesMax: 1 << 26)
        let note = "\n[... 1004 bytes dropped ...]\n"
        #expect(bytes.count == total + note.utf8.count)
        #expect(bytes.suffix(4).elementsEqual("END\n".utf8))
        let seam = bytes[EngineLimits.recordingHeadBytesMax...].prefix(note.utf8.count)
        #expect(seam.elementsEqual(note.utf8))
    }

    @Test func secretsAreMaskedEverywhere() throws {
        let fixture = try RunFixture()
        fixture.environment["TOKEN"] = "s3cret-value"
        let result = try fixture.run(
            """
            command: sh -c 'printf "s3cr"; printf "et-value"; echo; cat'
            secrets: [TOKEN]
            steps: [{send: "${{ env.TOKEN }}"}, {expect: nothing-like-it, timeout: 0.2}]
            """)
        let failure = try #require(result.outcome.failure)
        #expect(failure.screen.contains("********"))
        let directory = try #require(result.attempts.first?.artifactsDirectory)
        for name in ["recording", "record.json"] {
            let text = try fixture.text(directory + "/" + name)
            #expect(!text.contains("s3cret"), "\(name)")
        }
        #expect(!"\(result)".contains("s3cret"))
    }

    @Test func artifactsAreKept() throws {
        let fixture = try RunFixture()
        let result = try fixture.run(
            """
            command: sh -c 'mkdir -p out/deep; echo one > out/a.log; echo two > out/deep/b.log'
            artifacts: ["out/*.log", "out/deep/*.log", "none*"]
            """)
        #expect(result.outcome == .passed)
        let attempt = try #require(result.attempts.first)
        let directory = try #require(attempt.artifactsDirectory)
        #expect(try fixture.text(directory + "/files/out/a.log") == "one\n")
        #expect(try fixture.text(directory + "/files/out/deep/b.log") == "two\n")
        #expect(attempt.warnings.contains { $0.contains("none*") })
    }

    /// A full disk is an error with the file's name, not a pass and not a crash.
    @Test func aFullDiskIsTold() throws {
        let fixture = try RunFixture()
        mkdir(fixture.artifacts, 0o700)
        guard mount("tmpfs", fixture.artifacts, "tmpfs", 0, "size=64k") == 0 else {
            // Only an administrator can make a full disk.
            try #require(geteuid() != 0, "mount failed as root")
            return
        }
        defer { umount(fixture.artifacts) }
        let result = try fixture.run(
            "command: sh -c 'head -c 500000 /dev/zero; exec cat'\nsteps: [{expect: never}]")
        let cause = try #require(result.outcome.cause)
        #expect(cause.kind == .infrastructure)
        #expect(cause.message.contains("No space left on device"))
        #expect(fixture.privateLeftovers == [])
    }
}
