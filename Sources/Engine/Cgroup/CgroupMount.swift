/// Where the unified hierarchy is mounted.
struct CgroupMount: Equatable {
    /// The directory of the mount.
    var point: String
    /// The cgroup that appears there; `/` unless only a part of the hierarchy is mounted.
    var root: String

    init(point: String, root: String = "/") {
        self.point = point
        self.root = root
    }

    /// From the text of /proc/self/mountinfo; nil when there is no cgroup2.
    ///
    /// A line: `41 32 0:36 / /sys/fs/cgroup rw,nosuid shared:9 - cgroup2 cgroup2 rw`.
    init?(mountinfo: String) {
        for line in mountinfo.split(separator: "\n") {
            let words = line.split(separator: " ")
            guard let dash = words.firstIndex(of: "-"), dash + 1 < words.endIndex, dash >= 5,
                words[dash + 1] == "cgroup2"
            else { continue }
            self.init(point: Self.unescape(words[4]), root: Self.unescape(words[3]))
            return
        }
        return nil
    }

    /// The directory of the cgroup that /proc/PID/cgroup names in its line `0::/path`; nil when
    /// that lies outside of what is mounted.
    func path(membership: String) -> String? {
        let line = membership.split(separator: "\n").first { $0.hasPrefix("0::/") }
        guard let name = line?.dropFirst("0::".count), !name.hasPrefix("/..") else { return nil }
        let prefix = root == "/" ? "" : root
        guard name.hasPrefix(prefix) else { return nil }
        let below = name.dropFirst(prefix.count)
        guard below.isEmpty || below.hasPrefix("/") else { return nil }
        return below == "/" ? point : point + below
    }

    /// The kernel writes space, tab, newline and backslash as `\` and three octal digits.
    private static func unescape(_ text: Substring) -> String {
        var bytes: [UInt8] = []
        var rest = Array(text.utf8)[...]
        while let byte = rest.popFirst() {
            let digits = rest.prefix(3)
            if byte == UInt8(ascii: "\\"), digits.count == 3,
                let value = UInt8(String(decoding: digits, as: UTF8.self), radix: 8)
            {
                bytes.append(value)
                rest.removeFirst(3)
            } else {
                bytes.append(byte)
            }
        }
        return String(decoding: bytes, as: UTF8.self)
    }
}
