import Engine
import Glibc

/// Reading the policy's file.
extension RunAsPolicy {
    /// Size of the file, in bytes.
    static let bytesMax = 1 << 16

    /// The machine's; the default where there is no file.
    static func ofMachine(_ path: String = path) throws(Failure) -> RunAsPolicy {
        let file = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK)
        guard file >= 0 else {
            if errno == ENOENT { return RunAsPolicy() }
            throw .file("failed to open \(path): \(SystemError(errno))")
        }
        defer { close(file) }
        try checkOwner(file, path)
        var buffer = [UInt8](repeating: 0, count: bytesMax + 1)
        var count = 0
        while count < buffer.count {
            let size = read(file, &buffer[count], buffer.count - count)
            if size < 0, errno == EINTR { continue }
            guard size >= 0 else { throw .file("failed to read \(path): \(SystemError(errno))") }
            if size == 0 { break }
            count += size
        }
        guard count <= bytesMax else { throw .file("\(path) has more than \(bytesMax) bytes") }
        return try RunAsPolicy(text: String(decoding: buffer[..<count], as: UTF8.self), path)
    }

    /// What others can change decides nothing.
    private static func checkOwner(_ file: Int32, _ path: String) throws(Failure) {
        var status = stat()
        guard fstat(file, &status) == 0 else {
            throw .file("failed to read \(path): \(SystemError(errno))")
        }
        guard status.st_mode & S_IFMT == S_IFREG else {
            throw .file("\(path) is not a regular file")
        }
        guard status.st_uid == 0 else {
            throw .file("\(path) belongs to user \(status.st_uid), not to root")
        }
        guard status.st_mode & 0o022 == 0 else {
            throw .file("\(path) can be written by others than root; `chmod go-w` it")
        }
    }

    /// Reads the text of a file; `path` is for messages.
    init(text: String, _ path: String) throws(Failure) {
        var rules: [Rule] = []
        let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
        for (index, line) in lines.enumerated() {
            let words = line.prefix { $0 != "#" }.split { $0 == " " || $0 == "\t" || $0 == "\r" }
            if words.isEmpty { continue }
            guard words.count == 3, let rule = Self.rule(words) else {
                throw .file(
                    "\(path):\(index + 1): a rule is `allow` or `deny`, then `user` or `group`,"
                        + " then a name")
            }
            rules.append(rule)
        }
        self.init(rules: rules)
    }

    private static func rule(_ words: [Substring]) -> Rule? {
        let name = String(words[2])
        switch (words[0], words[1]) {
        case ("allow", "user"): return Rule(true, .user(name))
        case ("allow", "group"): return Rule(true, .group(name))
        case ("deny", "user"): return Rule(false, .user(name))
        case ("deny", "group"): return Rule(false, .group(name))
        default: return nil
        }
    }
}
