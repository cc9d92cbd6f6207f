/// Where a request comes from.
public enum Origin: Hashable, Sendable {
    /// An account of this machine, by the Unix socket.
    case account(userID: UInt32)
    /// An address, by the network.
    case network(NetworkAddress)

    /// The address that counts for a key's networks.
    public var address: NetworkAddress {
        switch self {
        case .account: .local
        case .network(let address): address
        }
    }

    /// Whether it is an address.
    public var isNetwork: Bool {
        if case .network = self { true } else { false }
    }

    /// What is counted together: who has one IPv6 address has 2^64 of them.
    public var party: Origin {
        guard case .network(let address) = self, !address.isFour,
            let prefix = NetworkAddress(bytes: Network.prefix(address.bytes, 64))
        else { return self }
        return .network(prefix)
    }
}

extension Origin: CustomStringConvertible {
    /// For the audit log.
    public var description: String {
        switch self {
        case .account(let userID): "account \(userID)"
        case .network(let address): address.description
        }
    }
}
