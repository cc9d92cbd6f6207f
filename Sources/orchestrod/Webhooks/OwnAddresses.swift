import Access
import Glibc

/// The addresses of this machine's network interfaces, as they are now.
enum OwnAddresses {
    /// All of them; nil: the system does not tell.
    static var found: Set<NetworkAddress>? {
        var first: UnsafeMutablePointer<ifaddrs>?
        guard getifaddrs(&first) == 0 else { return nil }
        defer { freeifaddrs(first) }
        var addresses: Set<NetworkAddress> = []
        var next = first
        while let entry = next {
            next = entry.pointee.ifa_next
            if let address = entry.pointee.ifa_addr.flatMap({ NetworkAddress(system: $0) }) {
                addresses.insert(address)
            }
        }
        return addresses
    }
}

extension NetworkAddress {
    /// The address of a socket address; nil when it is neither IPv4's nor IPv6's.
    init?(system pointer: UnsafePointer<sockaddr>) {
        switch Int32(pointer.pointee.sa_family) {
        case AF_INET:
            let bytes = UnsafeRawPointer(pointer).loadUnaligned(as: sockaddr_in.self).sin_addr
            self.init(bytes: withUnsafeBytes(of: bytes) { Array($0) })
        case AF_INET6:
            let bytes = UnsafeRawPointer(pointer).loadUnaligned(as: sockaddr_in6.self).sin6_addr
            self.init(bytes: withUnsafeBytes(of: bytes) { Array($0) })
        default: return nil
        }
    }
}
