import Glibc

/// The beginning of a file, at most so many bytes; for the small files of /proc and cgroups.
func readFile(_ path: String, limitBytes: Int) throws(SystemError) -> [UInt8] {
    let file = open(path, O_RDONLY | O_CLOEXEC)
    guard file >= 0 else { throw .latest }
    defer { close(file) }
    var failure: SystemError?
    let bytes = [UInt8](unsafeUninitializedCapacity: limitBytes) { buffer, count in
        while count < buffer.count {
            let size = read(file, buffer.baseAddress.map { $0 + count }, buffer.count - count)
            if size < 0, errno == EINTR { continue }
            if size < 0 { failure = .latest }
            guard size > 0 else { break }
            count += size
        }
    }
    if let failure { throw failure }
    return bytes
}
