/// What is wrong with a configuration that can serve nevertheless.
public enum TLSWarning: Hashable, Sendable {
    /// The certificate is of the past. Clients will refuse it.
    case expired(name: String, since: Int64)
    /// The certificate is of the future. Clients will refuse it.
    case notYetValid(name: String, from: Int64)
    /// The certificate ends soon.
    case expiresSoon(name: String, days: Int)
    /// Others than the owner and the group may read the key, or others than the owner write it.
    case keyExposed(path: String, mode: UInt32)
}

extension TLSWarning: CustomStringConvertible {
    /// The message, with what to do.
    public var description: String {
        switch self {
        case .expired(let name, _):
            "\(name): the certificate has expired; clients will refuse it, renew it"
        case .notYetValid(let name, _):
            "\(name): the certificate is not valid yet; look at it and at this machine's clock"
        case .expiresSoon(let name, let days):
            "\(name): the certificate expires in \(days) days; renew it"
        case .keyExposed(let path, let mode):
            "\(path): the key's mode is 0\(String(mode, radix: 8)); make it 0600"
        }
    }
}
