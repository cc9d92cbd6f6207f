import Glibc
import Patterns
import Playback
import Scenarios

/// Carries out the validations of a scenario.
struct FileChecks {
    let paths: PathRule
    /// How the program ended; nil while it runs.
    let ending: Ending?
    /// Names of the processes that are alive.
    let processesLeft: [String]
    /// What is not as a shell wants it.
    let terminalFindings: [String]

    /// All failures together, as one; nil when every validation holds.
    func failure(of validations: [Validation]) -> Failure? {
        var first: Failure?
        for validation in validations {
            guard let problem = problem(validation.check) else { continue }
            if first == nil {
                first = Failure(problem.message, at: validation.position)
                first?.expected = problem.expected
                first?.actual = problem.actual
            } else {
                first?.others.append("line \(validation.position.line): \(problem.message)")
            }
        }
        return first
    }

    private struct Problem {
        var message: String
        var expected: String?
        var actual: String?

        init(_ message: String, expected: String? = nil, actual: String? = nil) {
            self.message = message
            self.expected = expected
            self.actual = actual
        }
    }

    private func problem(_ check: Check) -> Problem? {
        switch check {
        case .pathExists(let path):
            exists(path) ? nil : Problem("path_exists: nothing at \(paths.resolve(path))")
        case .pathAbsent(let path):
            exists(path) ? Problem("path_absent: \(paths.resolve(path)) exists") : nil
        case .fileContains(let path, let pattern): fileContains(path, pattern)
        case .fileEquals(let path, let text): fileEquals(path, text)
        case .fileMatchesJSON(let path, let json): fileMatches(path, json)
        case .exitCode(let rule): exitCode(rule)
        case .noProcessesLeft:
            processesLeft.isEmpty
                ? nil
                : Problem(
                    "no_processes_left: \(processesLeft.count) still run: "
                        + processesLeft.prefix(10).joined(separator: ", "))
        case .screenRestored:
            terminalFindings.isEmpty
                ? nil : Problem("screen_restored: " + terminalFindings.joined(separator: ", "))
        }
    }

    private func exists(_ path: String) -> Bool { access(paths.resolve(path), F_OK) == 0 }

    private func exitCode(_ rule: ExitCodeRule) -> Problem? {
        guard let ending else { return Problem("exit_code: the program still runs") }
        return rule.allows(ending)
            ? nil : Problem("exit_code: the program \(ending.shown), not \(rule.shown)")
    }

    private func fileContains(_ path: String, _ pattern: PatternText) -> Problem? {
        reading(path, "file_contains") { text in
            do {
                let compiled = try Pattern(pattern, options: [])
                if try compiled.firstMatch(in: text) != nil { return nil }
                return Problem(
                    "file_contains: `\(pattern)` not found in \(paths.resolve(path))",
                    expected: pattern, actual: String(text.prefix(2000)))
            } catch {
                return Problem("file_contains: `\(pattern)`: \(error)")
            }
        }
    }

    private func fileEquals(_ path: String, _ expected: String) -> Problem? {
        reading(path, "file_equals") { text in
            text == expected
                ? nil
                : Problem(
                    "file_equals: \(paths.resolve(path)) is different", expected: expected,
                    actual: String(text.prefix(2000)))
        }
    }

    private func fileMatches(_ path: String, _ expected: JSONValue) -> Problem? {
        reading(path, "file_matches_json") { text in
            do throws(JSONError) {
                let actual = try JSONValue.parse(text)
                return actual == expected
                    ? nil
                    : Problem(
                        "file_matches_json: \(paths.resolve(path)) is different",
                        expected: expected.text(), actual: actual.text())
            } catch {
                return Problem(
                    "file_matches_json: \(paths.resolve(path)) is not JSON: \(error.message)")
            }
        }
    }

    private func reading(_ path: String, _ key: String, _ judge: (String) -> Problem?) -> Problem? {
        let full = paths.resolve(path)
        do throws(FileFailure) {
            let bytes = try readWhole(full, bytesMax: EngineLimits.checkedFileBytesMax)
            return judge(String(decoding: bytes, as: UTF8.self))
        } catch {
            return Problem("\(key): \(error.message)")
        }
    }
}
