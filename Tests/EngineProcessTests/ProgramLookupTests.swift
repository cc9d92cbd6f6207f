import Engine
import Testing

@Suite struct ProgramLookupTests {
    private func find(_ name: String, _ environment: [String] = ["PATH=/nowhere:/usr/bin:/bin"])
        -> String
    {
        do throws(ProgramLookup.Failure) {
            return try ProgramLookup.path(
                of: name, environment: environment, directory: "/usr")
        } catch {
            return "failure: " + error.description
        }
    }

    @Test(arguments: [
        ("env", "/usr/bin/env"),
        ("/bin/sh", "/bin/sh"),
        ("bin/env", "/usr/bin/env"),
        ("./bin/env", "/usr/./bin/env"),
        ("", "failure: the command is empty"),
        ("no-such", "failure: no-such: not found in PATH (/nowhere:/usr/bin:/bin)"),
        ("./no-such", "failure: /usr/./no-such: not found"),
        ("/etc/passwd", "failure: /etc/passwd: is not executable (chmod +x may help)"),
        ("/usr", "failure: /usr: is a directory"),
    ])
    func finds(name: String, result: String) {
        #expect(find(name) == result)
    }

    @Test func thePathIsTheOneOfTheEnvironment() {
        #expect(find("env", ["PATH=bin"]) == "/usr/bin/env")
        #expect(find("env", []) == "/bin/env" || find("env", []) == "/usr/bin/env")
        #expect(find("bin", ["PATH="]) == "failure: bin: not found in PATH (/usr)")
        #expect(find("passwd", ["PATH=/etc:/nowhere"]).hasSuffix("(chmod +x may help)"))
    }
}
