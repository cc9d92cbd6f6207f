import TestSupport
import Testing

@testable import Playback

private func text(_ bytes: [UInt8]) -> String { String(decoding: bytes, as: UTF8.self) }

/// Secrets never come out, however the stream is divided.
struct RedactorTests {
    @Test(arguments: [
        (["hunter2!"], "x hunter2! y", "x ******** y"),
        (["hunter2!"], "hunter2", "hunter2"), (["abcd"], "abcdabcd", "****************"),
        (["abcd"], "abcabcd", "abc********"), (["abc"], "abc", "abc"),
        (["aaaa"], "aaaaaa", "********"),
        // Overlapping, prefix and inner secrets.
        (["abcdef", "defghi"], "_abcdefghi_", "_********_"),
        (["abcdef", "defghi"], "_abcdefgh_", "_********gh_"),
        (["abcd", "abcdefgh"], "abcdefgx", "********efgx"),
        (["abcd", "abcdefgh"], "abcdefgh.", "********."),
        (["abcd", "abcdefgh"], "abcdef", "********ef"),
        (["abcdefgh", "cdef"], "abcdefX", "ab********X"),
        (["cdefgh", "abcdefgh"], "abcdefgh", "********"),
        // Each line of a secret is one, whatever ends the lines.
        (["first line\nsecond line"], "first line\r\nsecond line", "********\r\n********"),
        (["first line\nsecond line"], "first line\nsecond line", "********"),
        (["line one\r\nline two"], "a line two", "a ********"),
        (["pässwörd"], "pässwörd", "********"),
        ([], "anything", "anything"),
    ])
    func masks(_ secrets: [String], _ stream: String, _ expected: String) {
        let bytes = Array(stream.utf8)
        #expect(Redactor(values: secrets).redact(stream) == expected)
        for cut in 0...bytes.count {
            var redactor = Redactor(values: secrets)
            let kept = redactor.take(bytes[..<cut]) + redactor.take(bytes[cut...])
            #expect(text(kept + redactor.finish()) == expected, "cut at \(cut)")
        }
    }

    @Test func chanceNeverLetsASecretThrough() {
        for seed in 0..<500 {
            var dice = Dice(seed: UInt64(seed))
            func word(_ length: ClosedRange<Int>) -> String {
                String(
                    (0..<Int.random(in: length, using: &dice)).map { _ in
                        Bool.random(using: &dice) ? "a" : "b"
                    })
            }
            let secrets = (0..<3).map { _ in word(4...7) }
            let stream = word(0...60)
            var redactor = Redactor(values: secrets)
            var kept: [UInt8] = []
            for chunk in dice.chunks(of: Array(stream.utf8), largest: 6) {
                kept += redactor.take(chunk)
            }
            kept += redactor.finish()
            #expect(text(kept) == Self.masked(stream, secrets), "seed \(seed)")
        }
    }

    /// The same by the definition: a byte of any occurrence is masked.
    private static func masked(_ stream: String, _ secrets: [String]) -> String {
        let bytes = Array(stream.utf8)
        var ends: [Int: Int] = [:]
        for secret in secrets.map({ Array($0.utf8) }) where secret.count <= bytes.count {
            for start in 0...bytes.count - secret.count
            where bytes[start...].starts(with: secret) {
                ends[start] = max(ends[start] ?? 0, start + secret.count)
            }
        }
        var result = ""
        var end = 0
        for place in bytes.indices {
            if place >= end, ends[place] != nil { result += "********" }
            end = max(end, ends[place] ?? 0)
            if place >= end { result.append(Character(Unicode.Scalar(bytes[place]))) }
        }
        return result
    }
}
