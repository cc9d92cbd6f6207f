import Access
import ArgumentParser
import CLaunch

/// Where a network is listened to: `127.0.0.1:7443`, `[::1]:7443`; port 0 is any that is free.
struct ListenAddress: Hashable, Sendable {
    var address: NetworkAddress
    var port: UInt16

    /// Reads it; nil when it is no literal address with a port.
    init?(text: some StringProtocol) {
        guard let colon = text.lastIndex(of: ":") else { return nil }
        let digits = text[text.index(after: colon)...]
        var host = text[..<colon][...]
        if host.hasPrefix("["), host.hasSuffix("]") {
            host = host.dropFirst().dropLast()
        } else if host.contains(":") {
            return nil
        }
        guard let port = UInt16(digits), String(port) == digits,
            let address = NetworkAddress(text: host)
        else { return nil }
        self.address = address
        self.port = port
    }

    /// Where a socket listens; nil for one that is of no network.
    init?(socket: Int32) {
        var name = csocket_address()
        guard csocket_listens_at(socket, &name) == 0 else { return nil }
        let bytes = withUnsafeBytes(of: &name.bytes) { Array($0.prefix(name.count)) }
        guard let address = NetworkAddress(bytes: bytes) else { return nil }
        self.address = address
        port = name.port
    }

    /// As C has it.
    var name: csocket_address {
        var name = csocket_address()
        withUnsafeMutableBytes(of: &name.bytes) { $0.copyBytes(from: address.bytes) }
        name.count = address.bytes.count
        name.port = port
        return name
    }
}

extension ListenAddress: CustomStringConvertible {
    /// As it is read.
    var description: String {
        address.isFour ? "\(address):\(port)" : "[\(address)]:\(port)"
    }
}

extension ListenAddress: ExpressibleByArgument {
    init?(argument: String) { self.init(text: argument) }
}
