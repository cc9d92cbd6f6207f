import Glibc
import Scenarios
import Settings

/// The configuration file as the daemon reads it.
enum Configuration {
    /// Where it is when nothing else is said; it need not exist.
    static let standardPath = "/etc/orchestro/orchestrod.yaml"

    /// What reading gave.
    enum Answer {
        case settings(DaemonSettings)
        /// The diagnostics, as a compiler shows them.
        case wrong(String)
    }

    /// Reads the file; without a path, or without a file at the standard place: the defaults.
    static func read(_ path: String?) -> Answer {
        guard let path else { return .settings(DaemonSettings()) }
        let bytes: [UInt8]
        do throws(FileFailure) {
            guard
                let content = try fileContent(path, bytesMax: ScenarioLimits.fileBytesMax + 65_536)
            else {
                if path == standardPath { return .settings(DaemonSettings()) }
                return .wrong("\(path): there is no such file\n")
            }
            bytes = content
        } catch {
            return .wrong("\(error)\n")
        }
        let reading = SettingsFile.read(bytes)
        guard reading.hasErrors else { return .settings(reading.settings) }
        return .wrong(text(reading.diagnostics, path: path, bytes: bytes))
    }

    /// Diagnostics for people.
    static func text(_ diagnostics: [Diagnostic], path: String, bytes: [UInt8]) -> String {
        let source = String(decoding: bytes, as: UTF8.self)
        return diagnostics.map {
            DiagnosticText.render($0, path: path, source: source)
        }.joined()
    }

    /// Processors that this process may use.
    static var processors: Int { max(1, Int(sysconf(Int32(_SC_NPROCESSORS_ONLN)))) }
}
