import ArgumentParser
import Scenarios
import Wire

/// A command that talks to the daemon: failures become words and exit statuses in one place.
protocol ClientCommand: ParsableCommand {
    var connection: ConnectionOptions { get }
    func run(_ client: APIClient) throws
}

extension ClientCommand {
    func run() throws {
        do {
            try run(APIClient(connection.resolved()))
        } catch let failure as ClientFailure {
            failure.tell()
            throw failure.exitStatus
        } catch let failure as ContextFailure {
            failure.tell()
            throw ExitStatus.usage
        }
    }
}

extension ClientFailure {
    /// Tells the user, with every mistake that the daemon found.
    func tell() {
        if case .refused(let problem) = self {
            for finding in problem.diagnostics {
                Output.error(
                    DiagnosticText.render(finding.diagnostic, path: finding.path, source: ""))
            }
        }
        for line in lines { Output.error(line) }
    }
}

extension Output {
    /// Writes an object on a line with the number of its shape's version, for programs.
    static func json(_ value: JSONValue) {
        guard case .object(let object) = value else { return line(value.text()) }
        var versioned: JSONObject = ["version": 1]
        for (key, value) in object.members { versioned[key] = value }
        line(JSONValue.object(versioned).text())
    }
}
