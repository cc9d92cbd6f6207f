/// What the daemon makes itself with --user-mode, all in one directory.
struct OwnPlaces {
    let directory: String
    /// Where it also listens in TLS; nil: nowhere.
    var listen: ListenAddress?

    /// The socket of this machine.
    var socket: String { directory + "/api.sock" }
    /// The file that tells where TLS is served, as `127.0.0.1:7443` and a line feed.
    var addressFile: String { directory + "/tls-address" }
    /// Where certificate and key are, and are made when they are not there.
    var certificates: String { directory + "/tls" }
}
