import ArgumentParser
import Glibc
import Scenarios
import Settings
import Store
import Wire

/// The daemon: sockets, queue, store and workers put together.
@main
struct Orchestrod: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "orchestrod", abstract: "Queue and run scenarios for the people of a machine.",
        discussion: """
            It serves the socket that a service manager hands over under the name `api`, and is \
            started by it when somebody connects. With --user-mode it serves a directory of one \
            account, without a service manager and without privilege.
            """,
        version: "orchestrod \(OrchestroVersion.text)")

    @Option(help: "Serve DIR/api.sock for this account, with the state in DIR/state.")
    var userMode: String?

    @Option(
        help: ArgumentHelp(
            "With --user-mode also serve TLS there: 127.0.0.1:7443 or [::1]:7443; port 0 is any.",
            valueName: "address:port"))
    var listen: ListenAddress?

    @Option(help: "Configuration file.")
    var config: String?

    @Option(help: "State directory.")
    var state: String?

    @Option(help: "Socket that starts workers.")
    var workerSocket: String?

    @Option(help: "Program that is started as worker with --user-mode.")
    var workerProgram: String?

    @Flag(help: "Check the configuration file and end: 0 when it can be used, 2 when not.")
    var checkConfig = false

    @Flag(help: "Check the store and end: 0 when it is whole, 3 when not.")
    var checkStore = false

    @Flag(help: "Print the JSON Schema of the configuration file.")
    var schema = false

    @Option(
        help: ArgumentHelp(
            "Make a first certificate for TLS and its key in DIR, and end.", valueName: "dir"))
    var makeCertificate: String?

    @Option(
        help: ArgumentHelp(
            "With --make-certificate: a host name or an address of this machine, as clients write"
                + " it; may be repeated. Without any: all that are known."))
    var name: [String] = []

    @Flag(help: .hidden)
    var printCatalogue = false

    @Flag(help: "Tell everything, not only what matters to an administrator.")
    var verbose = false

    static func main() {
        do {
            var command = try parseAsRoot()
            try command.run()
        } catch {
            guard exitCode(for: error) == .validationFailure else { exit(withError: error) }
            Output.error(fullMessage(for: error) + "\n")
            Glibc.exit(ExitStatus.wrongRequest.rawValue)
        }
    }

    func validate() throws {
        guard userMode == nil || workerSocket == nil else {
            throw ValidationError("--user-mode starts its workers itself, without --worker-socket")
        }
        guard listen == nil || userMode != nil else {
            throw ValidationError(
                "--listen needs --user-mode; the service listens where orchestrod-tls.socket says")
        }
        guard name.isEmpty || makeCertificate != nil else {
            throw ValidationError("--name needs --make-certificate")
        }
        guard workerProgram == nil || userMode != nil else {
            throw ValidationError("--worker-program needs --user-mode")
        }
    }

    func run() throws {
        if schema { return Output.line(SettingsSchema.json.text(pretty: true)) }
        if printCatalogue { return Output.text(JournalCatalogue.text) }
        if let makeCertificate {
            let making = MakeCertificate(directory: makeCertificate, names: name)
            throw ExitCode(making.run().rawValue)
        }
        if checkConfig { throw ExitCode(checkConfiguration().rawValue) }
        if checkStore { throw ExitCode(checkTheStore().rawValue) }
        let settings: DaemonSettings
        switch Configuration.read(configurationPath) {
        case .settings(let read): settings = read
        case .wrong(let text):
            Output.error(text)
            throw ExitCode(ExitStatus.wrongRequest.rawValue)
        }
        do throws(StartFailure) {
            let places = try places()
            try Daemon(
                places: places, settings: settings, journal: Journal(isVerbose: verbose)
            ).run()
        } catch {
            Output.error("orchestrod: \(error.message)\n")
            throw ExitCode(error.status.rawValue)
        }
    }

    private var configurationPath: String? {
        config ?? (userMode == nil ? Configuration.standardPath : nil)
    }

    /// Where the state is: as told, as the service manager says, or at its usual place.
    private var statePath: String {
        if let state { return state }
        if let userMode { return userMode + "/state" }
        let given = getenv("STATE_DIRECTORY").map { String(cString: $0) }
        return given?.split(separator: ":").first.map(String.init) ?? "/var/lib/orchestro"
    }

    private var web: WebFiles { WebFiles(besides: Self.ownDirectory) }

    private func places() throws(StartFailure) -> Daemon.Places {
        guard let userMode else {
            return Daemon.Places(
                state: statePath, workers: .socket(workerSocket ?? "/run/orchestro/worker.sock"),
                own: nil, configuration: configurationPath, web: web)
        }
        guard access(userMode, W_OK | X_OK) == 0 else {
            throw StartFailure("\(userMode): cannot be used: \(errorText(errno)); make it first")
        }
        return Daemon.Places(
            state: statePath, workers: .program(try workerPath()),
            own: OwnPlaces(directory: userMode, listen: listen), configuration: configurationPath,
            web: web)
    }

    /// The worker lies beside the daemon, or where the package puts it.
    private func workerPath() throws(StartFailure) -> String {
        var candidates = ["/usr/libexec/orchestro/orchestro-worker", "/usr/bin/orchestro-worker"]
        if let own = Self.ownDirectory { candidates.insert(own + "/orchestro-worker", at: 0) }
        if let workerProgram { candidates = [workerProgram] }
        for candidate in candidates where access(candidate, X_OK) == 0 { return candidate }
        throw StartFailure(
            "the program orchestro-worker is not found; looked for "
                + candidates.joined(separator: ", ") + "; name it by --worker-program")
    }

    private static var ownDirectory: String? {
        var buffer = [CChar](repeating: 0, count: 4_096)
        let count = readlink("/proc/self/exe", &buffer, buffer.count)
        guard count > 0 else { return nil }
        let path = String(
            decoding: buffer[..<count].map { UInt8(bitPattern: $0) }, as: UTF8.self)
        return path.lastIndex(of: "/").map { String(path[..<$0]) }
    }

    private func checkConfiguration() -> ExitStatus {
        let path = configurationPath ?? Configuration.standardPath
        switch Configuration.read(path) {
        case .settings: return .ended
        case .wrong(let text):
            Output.error(text)
            return .wrongRequest
        }
    }

    private func checkTheStore() -> ExitStatus {
        let path = statePath + "/orchestro.sqlite"
        do throws(StoreError) {
            let findings = try Store(path: path, access: .reading).check()
            for finding in findings { Output.error("\(path): \(finding)\n") }
            if findings.isEmpty { Output.line("\(path): the store is whole") }
            return findings.isEmpty ? .ended : .notPossible
        } catch {
            Output.error("orchestrod: \(error.description)\n")
            return .notPossible
        }
    }
}
