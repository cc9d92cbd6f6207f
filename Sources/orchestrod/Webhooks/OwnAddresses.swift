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

    /// The address of a socket address when it is the machine's own, found by trying to bind it:
    /// for where the list cannot be had, as without AF_NETLINK. nil: this does not tell either.
    static func bound(_ pointer: UnsafePointer<sockaddr>) -> Set<NetworkAddress>? {
        guard let address = NetworkAddress(system: pointer) else { return nil }
        let family = Int32(pointer.pointee.sa_family)
        let descriptor = socket(family, Int32(SOCK_DGRAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
        guard descriptor >= 0 else { return nil }
        defer { close(descriptor) }
        let result: Int32
        if family == AF_INET {
            var any = UnsafeRawPointer(pointer).loadUnaligned(as: sockaddr_in.self)
            any.sin_port = 0
            result = withUnsafeBytes(of: &any) { tryBinding(descriptor, $0) }
        } else {
            var any = UnsafeRawPointer(pointer).loadUnaligned(as: sockaddr_in6.self)
            any.sin6_port = 0
            result = withUnsafeBytes(of: &any) { tryBinding(descriptor, $0) }
        }
        if result == 0 { return [address] }
        return errno == EADDRNOTAVAIL ? [] : nil
    }

    private static func tryBinding(_ descriptor: Int32, _ bytes: UnsafeRawBufferPointer) -> Int32 {
        guard let start = bytes.baseAddress else { return -1 }
        return bind(
            descriptor, start.assumingMemoryBound(to: sockaddr.self), socklen_t(bytes.count))
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
