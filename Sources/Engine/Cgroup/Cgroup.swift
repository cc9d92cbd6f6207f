import CLaunch
import Glibc

/// A control group of the unified hierarchy: a directory through which the kernel limits, counts
/// and kills a set of processes.
///
/// A value: it names the directory and owns nothing. Orchestro works only below a cgroup that was
/// delegated to it (``delegated(to:)``).
public struct Cgroup: Hashable, Sendable {
    /// Absolute path of its directory.
    public let path: String

    /// The cgroup of this directory, taken as given.
    public init(path: String) { self.path = path }

    /// The cgroup of this process, if whoever started it delegated it.
    public static func delegated(to user: uid_t = geteuid()) throws(CgroupFailure) -> Cgroup {
        let mounts = try read("/proc/self/mountinfo", limitBytes: 1 << 20)
        guard let mount = CgroupMount(mountinfo: mounts) else { throw .noUnifiedHierarchy }
        let membership = try read("/proc/self/cgroup", limitBytes: 1 << 16)
        guard let path = mount.path(membership: membership) else { throw .noUnifiedHierarchy }
        let cgroup = Cgroup(path: path)
        guard cgroup.isDelegated(to: user) else { throw .notDelegated(path: path) }
        return cgroup
    }

    /// Whether it may be divided: systemd marks what it delegates; an account that is not root was
    /// given whatever it owns. Nobody else's cgroup is touched, writable or not.
    public func isDelegated(to user: uid_t) -> Bool {
        var status = stat()
        guard stat(path, &status) == 0 else { return false }
        guard access(path, W_OK) == 0, access(path + "/cgroup.procs", W_OK) == 0 else {
            return false
        }
        if user != 0, status.st_uid == user { return true }
        return csystem_attribute_is(path, "user.delegate", "1") == 1
            || csystem_attribute_is(path, "trusted.delegate", "1") == 1
    }

    /// Makes a cgroup below this one.
    public func makeChild(_ name: String) throws(CgroupFailure) -> Cgroup {
        let child = Cgroup(path: path + "/" + name)
        guard mkdir(child.path, 0o755) == 0 else { throw child.failure("make") }
        return child
    }

    /// A descriptor of its directory, to start programs in it; the caller closes it.
    public func openDirectory() throws(CgroupFailure) -> Int32 {
        let directory = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard directory >= 0 else { throw failure("open") }
        return directory
    }

    /// Writes one of its files: a limit, a controller to enable, a process to move in.
    public func write(_ value: String, to file: String) throws(CgroupFailure) {
        let descriptor = open(path + "/" + file, O_WRONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw failure("open \(file) of") }
        defer { close(descriptor) }
        guard Glibc.write(descriptor, value, value.utf8.count) == value.utf8.count else {
            throw failure("write \(file) of")
        }
    }

    /// The processes in it, those below left out.
    func processes() throws(CgroupFailure) -> [pid_t] {
        let text = try Self.read(path + "/cgroup.procs", limitBytes: 1 << 16)
        return text.split(separator: "\n").compactMap { pid_t($0) }
    }

    /// The controllers it may hand on to its children; empty when that cannot be read.
    func controllers() -> [CgroupDivision.Controller] {
        // Without the list nothing can be enabled, which the caller finds out.
        let text = (try? Self.read(path + "/cgroup.controllers", limitBytes: 4096)) ?? ""
        let names = text.split { $0 == " " || $0 == "\n" }
        return CgroupDivision.Controller.allCases.filter { names.contains(Substring($0.rawValue)) }
    }

    /// Gives one of its files, or with an empty name the directory, to an account.
    func changeOwner(
        of file: String, _ user: uid_t, _ group: gid_t
    ) throws(CgroupFailure) {
        guard chown(path + file, user, group) == 0 else { throw failure("hand over \(file) of") }
    }

    /// Kills every process in it and below; needs Linux 5.14.
    public func kill() throws(CgroupFailure) { try write("1", to: "cgroup.kill") }

    /// Waits until no process is in it or below.
    public func waitUntilEmpty(atMost limit: Duration) throws(CgroupFailure) {
        let events = open(path + "/cgroup.events", O_RDONLY | O_CLOEXEC)
        guard events >= 0 else { throw failure("open cgroup.events of") }
        defer { close(events) }
        let clock = ContinuousClock()
        let deadline = clock.now + limit
        while try isPopulated(events) {
            let left = clock.now.duration(to: deadline)
            guard left > .zero else { throw .stillPopulated(path: path) }
            // The kernel marks the file when it changes; the reading before took the last mark.
            var watched = pollfd(fd: events, events: Int16(POLLPRI), revents: 0)
            let milliseconds =
                left.components.seconds * 1000 + 1
                + left.components.attoseconds / 1_000_000_000_000_000
            _ = poll(&watched, 1, Int32(clamping: milliseconds))
        }
    }

    /// Removes it; it must be empty.
    public func remove() throws(CgroupFailure) {
        guard rmdir(path) == 0 else { throw failure("remove") }
    }

    private func isPopulated(_ events: Int32) throws(CgroupFailure) -> Bool {
        var text = [UInt8](repeating: 0, count: 256)
        let size = pread(events, &text, text.count, 0)
        guard size > 0 else { throw failure("read cgroup.events of") }
        return KeyedValues(text[..<size])["populated"] != 0
    }

    private func failure(_ operation: String) -> CgroupFailure {
        .system(operation: operation, path: path, .latest)
    }

    private static func read(_ path: String, limitBytes: Int) throws(CgroupFailure) -> String {
        do throws(SystemError) {
            return String(decoding: try readFile(path, limitBytes: limitBytes), as: UTF8.self)
        } catch {
            throw .system(operation: "read", path: path, error)
        }
    }
}
