import Glibc
import Settings
import TLS

/// The sockets that the daemon serves: those that were handed over, and those it makes itself.
struct Listeners {
    private(set) var all: [Listener] = []
    /// What the TLS listeners show; nil: there are none.
    private(set) var certificate: ServerCertificate?
    /// Whether somebody else holds all of them, so that leaving loses nothing.
    private(set) var isActivated = true
    /// What is removed at the end.
    private var made: [String] = []

    /// Takes what was handed over, makes what is missing, and tells where it listens.
    init(
        _ passed: PassedDescriptors, own: OwnPlaces?, _ settings: DaemonSettings,
        _ journal: Journal
    ) throws(StartFailure) {
        all = passed.listeners.map { Listener(descriptor: $0, kind: .unix) }
        if let own, all.isEmpty {
            all = [Listener(descriptor: try OwnListener.open(own.socket), kind: .unix)]
            made.append(own.socket)
            isActivated = false
        }
        guard !all.isEmpty || !passed.networkListeners.isEmpty else {
            throw StartFailure(
                "no socket named `api` was handed over; start orchestrod.socket, or use"
                    + " --user-mode DIR")
        }
        var networks = passed.networkListeners
        if let address = own?.listen {
            networks.append(try NetworkListener.open(address))
            isActivated = false
        }
        guard !networks.isEmpty else { return }
        let certificate = ServerCertificate(own: own?.certificates)
        self.certificate = certificate
        if let why = certificate.read(settings.tls, journal) {
            guard own == nil else { throw StartFailure(why) }
        }
        for descriptor in networks {
            all.append(Listener(descriptor: descriptor, kind: .tls(certificate)))
            guard let address = ListenAddress(socket: descriptor) else { continue }
            journal.tell(.listening, "TLS is served at \(address)")
        }
        try tellAddress(own, networks.last.flatMap(ListenAddress.init(socket:)))
    }

    private mutating func tellAddress(
        _ own: OwnPlaces?, _ address: ListenAddress?
    ) throws(StartFailure) {
        guard let own, own.listen != nil, let address else { return }
        try NetworkListener.tell(address, in: own.addressFile)
        made.append(own.addressFile)
    }

    /// Removes what only a daemon that serves has.
    func removeMade() {
        for path in made { unlink(path) }
    }
}
