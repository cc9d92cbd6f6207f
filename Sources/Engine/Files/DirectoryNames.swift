import Glibc

/// The names in a directory but `.` and `..`, in no order.
public func directoryNames(_ path: String) throws(SystemError) -> [String] {
    try directoryNames(of: opendir(path))
}

/// The same for an open directory, which stays the caller's.
public func directoryNames(open descriptor: Int32) throws(SystemError) -> [String] {
    let again = openat(descriptor, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    guard again >= 0 else { throw SystemError(errno) }
    let directory = fdopendir(again)
    if directory == nil { close(again) }
    return try directoryNames(of: directory)
}

private func directoryNames(of directory: OpaquePointer?) throws(SystemError) -> [String] {
    guard let directory else { throw SystemError(errno) }
    defer { closedir(directory) }
    var names: [String] = []
    while let entry = readdir(directory) {
        let name = withUnsafePointer(to: &entry.pointee.d_name) {
            $0.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
        }
        if name != ".", name != ".." { names.append(name) }
    }
    return names
}
