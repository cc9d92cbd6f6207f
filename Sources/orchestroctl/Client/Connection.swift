import Engine
import Glibc

/// Where a daemon is.
enum DaemonPlace: Hashable, CustomStringConvertible {
    /// The socket of the system's daemon.
    static let standard = DaemonPlace.socket("/run/orchestro/api.sock")

    /// On this machine.
    case socket(String)
    /// On the network.
    case server(ServerAddress)

    var description: String {
        switch self {
        case .socket(let path): path
        case .server(let address): address.description
        }
    }

    /// What the URLs of its places begin with; at a socket the host means nothing.
    var base: String {
        switch self {
        case .socket: "http://orchestro"
        case .server(let address): address.description
        }
    }

    /// Whether its files are not those of this machine, as far as can be told.
    var isRemote: Bool { if case .server = self { true } else { false } }
}

/// Which daemon to ask, with which files. What is not given by an option or the environment is the
/// context's.
struct Connection: Hashable {
    /// Files that the connection needs.
    struct Files: Hashable {
        /// The API key.
        var key: String?
        /// Certificates to trust instead of the system's.
        var ca: String?
        /// The certificate to show, with its key.
        var certificate: String?
        var certificateKey: String?

        /// These, and the others where these have none. A certificate and its key stay together.
        func or(_ others: Files) -> Files {
            var files = Files(key: key ?? others.key, ca: ca ?? others.ca)
            let pair = certificate == nil && certificateKey == nil ? others : self
            files.certificate = pair.certificate
            files.certificateKey = pair.certificateKey
            return files
        }

        /// Which of those that TLS needs cannot be read, and why; nil: all can.
        var unreadable: String? {
            for path in [ca, certificate, certificateKey].compactMap(\.self) {
                let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
                guard descriptor >= 0 else {
                    return "\(path): \(String(cString: strerror(errno)))"
                }
                close(descriptor)
                if FileKind(path) == .directory { return "\(path) is a directory" }
            }
            return nil
        }
    }

    /// Who chose the place.
    enum Choice: Hashable {
        case nobody
        /// An option or variable: `--socket`.
        case setting(String)
        case context(String)
    }

    var place: DaemonPlace
    var files: Files
    var choice: Choice

    /// The place, and who chose it when it was a context.
    var description: String {
        if case .context(let name) = choice { return "\(place) (context \(name))" }
        return place.description
    }
}
