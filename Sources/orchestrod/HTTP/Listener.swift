/// A listening socket, and what is spoken there.
struct Listener: Sendable {
    /// How those who connect are known, and what protects them.
    enum Kind: Sendable {
        /// A socket of this machine: the kernel tells the account at the other end.
        case unix
        /// A socket of a network, in TLS: a key or a certificate tells who it is.
        case tls(ServerCertificate)
    }

    let descriptor: Int32
    let kind: Kind
}
