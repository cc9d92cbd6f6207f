import CSystemd
import Glibc

/// The descriptors that a service manager handed over, told apart by name and by what they are.
/// They come in undefined order, sockets and stored connections alike.
struct PassedDescriptors {
    /// Listening sockets of this machine named `api`.
    var listeners: [Int32] = []
    /// Listening sockets of a network named `api-tls`.
    var networkListeners: [Int32] = []
    /// Stored connections to workers, by slot.
    var workers: [Int: Int32] = [:]
    /// What was handed over and is not used: its name and why.
    var unknown: [(name: String, descriptor: Int32, why: String)] = []
    /// Whether a socket to serve was handed over at all.
    var isActivated: Bool { !listeners.isEmpty || !networkListeners.isEmpty }

    /// The descriptors of this process; the variables that told of them are removed.
    static func take() throws(StartFailure) -> PassedDescriptors {
        var names: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>?
        let count = sd_listen_fds_with_names(1, &names)
        guard count >= 0 else {
            throw StartFailure(
                "the descriptors that were handed over cannot be used: \(errorText(-count))")
        }
        var passed = PassedDescriptors()
        for place in 0..<Int(count) {
            let name = names?[place].map { String(cString: $0) } ?? ""
            passed.sort(name, SD_LISTEN_FDS_START + Int32(place))
            free(names?[place])
        }
        free(names)
        return passed
    }

    private mutating func sort(_ name: String, _ descriptor: Int32) {
        let kind = SocketKind(descriptor)
        if let slot = Self.slot(name) {
            guard kind == .connection, workers[slot] == nil else {
                unknown.append((name, descriptor, "no connection to a worker"))
                return
            }
            workers[slot] = descriptor
        } else if name == "api" || name == "orchestrod.socket" || name == "unknown" {
            guard kind == .listener else {
                let why =
                    kind == .networkListener
                    ? "a socket of a network, which is never served without TLS; name it `api-tls`"
                    : "no listening stream socket of this machine"
                unknown.append((name, descriptor, why))
                return
            }
            listeners.append(descriptor)
        } else if name == "api-tls" || name == "orchestrod-tls.socket" {
            guard kind == .networkListener else {
                unknown.append((name, descriptor, "no listening TCP socket"))
                return
            }
            networkListeners.append(descriptor)
        } else {
            unknown.append((name, descriptor, "no name that has a meaning here"))
        }
    }

    /// `worker-3` is slot 3.
    static func slot(_ name: String) -> Int? {
        guard name.hasPrefix("worker-") else { return nil }
        let digits = name.dropFirst("worker-".count)
        guard (1...4).contains(digits.utf8.count), let slot = Int(digits), slot >= 0,
            String(slot) == digits
        else { return nil }
        return slot
    }

    /// The name that a slot's connection is stored under.
    static func name(slot: Int) -> String { "worker-\(slot)" }
}

/// What a descriptor is.
enum SocketKind {
    /// A stream socket of this machine that listens.
    case listener
    /// A TCP socket that listens.
    case networkListener
    /// A connected stream socket.
    case connection
    case other

    init(_ descriptor: Int32) {
        if sd_is_socket(descriptor, AF_UNIX, Int32(SOCK_STREAM.rawValue), 1) > 0 {
            self = .listener
        } else if sd_is_socket(descriptor, AF_UNIX, Int32(SOCK_STREAM.rawValue), 0) > 0 {
            self = .connection
        } else if [AF_INET, AF_INET6].contains(where: {
            sd_is_socket(descriptor, $0, Int32(SOCK_STREAM.rawValue), 1) > 0
        }) {
            self = .networkListener
        } else {
            self = .other
        }
    }
}

/// The system's words for an error number.
func errorText(_ number: Int32) -> String { String(cString: strerror(number)) }
