import ArgumentParser
import Glibc

/// Where the daemon is: shared by all commands that talk to it.
struct SocketOptions: ParsableArguments {
    /// The socket of the system's daemon.
    static let standardPath = "/run/orchestro/api.sock"

    @Option(
        help: ArgumentHelp(
            "The daemon's socket; the default is $ORCHESTRO_SOCKET, else \(standardPath).",
            valueName: "path"),
        completion: .file())
    var socket: String?

    @Option(
        help: ArgumentHelp(
            "File with an API key to ask with; the default is $ORCHESTRO_KEY_FILE, else none.",
            valueName: "path"),
        completion: .file())
    var keyFile: String?

    /// The key to send; nil: the daemon goes by the account.
    func key() throws(ClientFailure) -> String? {
        if let keyFile { return try KeyFile.key(keyFile) }
        guard let path = getenv("ORCHESTRO_KEY_FILE"), path.pointee != 0 else { return nil }
        return try KeyFile.key(String(cString: path))
    }

    /// The path to use.
    var path: String {
        if let socket { return socket }
        guard let path = getenv("ORCHESTRO_SOCKET"), path.pointee != 0 else {
            return Self.standardPath
        }
        return String(cString: path)
    }
}
