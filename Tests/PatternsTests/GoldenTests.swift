import Glibc
import Testing

@testable import Patterns

/// What Python's `re` answered, recorded by Golden/make_golden.py.
struct GoldenCase {
    let line: Int
    let pattern: String
    let options: PatternOptions
    let subject: String
    let answer: String

    /// Reads the recorded cases.
    static func all() throws -> [GoldenCase] {
        let text = try readFile("Golden/python_re.tsv")
        return text.unicodeScalars.split(separator: "\n").enumerated().map { index, line in
            let fields = line.split(separator: "\t", omittingEmptySubsequences: false)
                .map { unescaped(String($0)) }
            var options: PatternOptions = []
            if fields[1].contains("s") { options.insert(.dotAll) }
            if fields[1].contains("m") { options.insert(.multiline) }
            return GoldenCase(
                line: index + 1, pattern: fields[0], options: options, subject: fields[2],
                answer: fields[3])
        }
    }

    /// Our answer, in the file's form.
    var ours: String {
        do {
            let match = try Pattern(pattern, options: options).firstMatch(in: subject)
            return match.map { "\($0.lowerBound)-\($0.upperBound)" } ?? "none"
        } catch let error as PatternError {
            let hasOffset = !answer.hasPrefix("error - ")
            return "error \(hasOffset ? String(error.offset) : "-") \(error.message)"
        } catch {
            return "\(error)"
        }
    }

    private static func unescaped(_ text: String) -> String {
        var result = String.UnicodeScalarView()
        var rest = text.unicodeScalars[...]
        while let scalar = rest.popFirst() {
            guard scalar == "\\" else {
                result.append(scalar)
                continue
            }
            guard rest.popFirst() == "{", let end = rest.firstIndex(of: "}") else {
                result.append("\\")
                continue
            }
            if let value = UInt32(String(rest[..<end]), radix: 16),
                let scalar = Unicode.Scalar(value)
            {
                result.append(scalar)
            }
            rest = rest[rest.index(after: end)...]
        }
        return String(result)
    }
}

/// The text of a file beside this one.
private func readFile(_ name: String) throws -> String {
    let folder = #filePath.split(separator: "/").dropLast().joined(separator: "/")
    let file = try #require(fopen("/\(folder)/\(name)", "r"))
    defer { fclose(file) }
    var bytes: [UInt8] = []
    var chunk = [UInt8](repeating: 0, count: 65_536)
    while true {
        let count = fread(&chunk, 1, chunk.count, file)
        if count == 0 { break }
        bytes += chunk.prefix(count)
    }
    return String(decoding: bytes, as: UTF8.self)
}

@Test func everyRecordedCaseAnswersAsPythonDid() throws {
    let cases = try GoldenCase.all()
    #expect(cases.count >= 3000)
    for recorded in cases where recorded.ours != recorded.answer {
        Issue.record(
            """
            line \(recorded.line): pattern \(recorded.pattern.debugDescription) \
            options \(recorded.options.rawValue) subject \(recorded.subject.debugDescription): \
            \(recorded.ours), Python: \(recorded.answer)
            """)
    }
}
