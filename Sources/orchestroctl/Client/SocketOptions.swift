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

    /// The path to use.
    var path: String {
        if let socket { return socket }
        guard let path = getenv("ORCHESTRO_SOCKET"), path.pointee != 0 else {
            return Self.standardPath
        }
        return String(cString: path)
    }
}
