import Glibc

/// The living descendants of a process.
public enum ProcessTree {
    /// One process of the tree.
    public struct Entry: Hashable, Sendable {
        /// Its process ID.
        public var processID: Int32
        /// Its parent's.
        public var parent: Int32
        /// What it does, by the letter of ps(1): R running, S asleep, D in the kernel, T stopped.
        public var state: Character
        /// The name of its program, at most 15 characters.
        public var name: String
    }

    /// Processes listed at most; a tree that outgrows this is being killed anyway.
    public static let entriesMax = 65_536

    /// All of them, parents before their children; those that only wait to be reaped are left
    /// out, and so are these and all below them.
    ///
    /// Costs one small read when there is none.
    public static func descendants(
        of processID: Int32, leavingOut leftOut: Set<Int32> = []
    ) -> [Entry] {
        statuses(below: processID, leavingOut: leftOut).map(\.entry)
    }

    static func statuses(
        below processID: Int32, leavingOut leftOut: Set<Int32> = []
    ) -> [ProcessStatus] {
        var found: [ProcessStatus] = []
        var next = children(of: processID)[...]
        while let child = next.popFirst(), found.count < entriesMax {
            guard !leftOut.contains(child), let status = ProcessStatus(child) else { continue }
            if status.isAlive { found.append(status) }
            next += children(of: child)
        }
        return found
    }

    /// Kernels built without lists of children are asked for the parent of every process instead.
    private static var kernelListsChildren: Bool {
        access("/proc/thread-self/children", F_OK) == 0
    }

    /// Children of all its threads.
    private static func children(of processID: Int32) -> [Int32] {
        guard kernelListsChildren else { return scanForChildren(of: processID) }
        return threads(of: processID).flatMap { thread in
            // A thread that ended meanwhile has no children: they have another parent now.
            let list = try? readFile(
                "/proc/\(processID)/task/\(thread)/children", limitBytes: 65_536)
            return (list ?? []).split(separator: UInt8(ascii: " ")).compactMap {
                Int32(String(decoding: $0, as: UTF8.self))
            }
        }
    }

    static func scanForChildren(of processID: Int32) -> [Int32] {
        numbers(in: "/proc").filter { ProcessStatus($0)?.entry.parent == processID }
    }

    /// The threads of a process; empty when it is gone.
    static func threads(of processID: Int32) -> [Int32] {
        numbers(in: "/proc/\(processID)/task")
    }

    /// The entries of a directory that are numbers.
    private static func numbers(in path: String) -> [Int32] {
        guard let directory = opendir(path) else { return [] }
        defer { closedir(directory) }
        var found: [Int32] = []
        while let entry = readdir(directory) {
            let name = withUnsafePointer(to: &entry.pointee.d_name) {
                $0.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
            }
            if let number = Int32(name) { found.append(number) }
        }
        return found
    }
}

extension Launcher {
    /// The living descendants, as ``ProcessTree`` lists them; free when there can be none.
    func descendants(leavingOut leftOut: Set<Int32> = []) -> [ProcessTree.Entry] {
        guard mayHaveDescendants else { return [] }
        return ProcessTree.descendants(of: processID, leavingOut: leftOut)
    }
}

/// One line of /proc/PID/stat, as far as it is used.
struct ProcessStatus {
    var entry: ProcessTree.Entry
    /// The controlling terminal's device number as the kernel prints it; 0 for none.
    var terminal: Int32
    /// Processor time of the children it has reaped, in clock ticks.
    var reapedTicks: Int

    /// Not merely waiting to be reaped.
    var isAlive: Bool { entry.state != "Z" && entry.state != "X" }

    /// Nil when the process is gone.
    init?(_ processID: Int32) {
        // A process that is gone has no line; that is the answer, not a failure.
        guard let line = try? readFile("/proc/\(processID)/stat", limitBytes: 1024),
            let open = line.firstIndex(of: UInt8(ascii: "(")),
            let close = line.lastIndex(of: UInt8(ascii: ")"))
        else { return nil }
        let fields = line[(close + 1)...].split(separator: UInt8(ascii: " "), maxSplits: 15)
        guard fields.count > 14, let state = fields[0].first,
            let parent = Int32(String(decoding: fields[1], as: UTF8.self)),
            let terminal = Int32(String(decoding: fields[4], as: UTF8.self)),
            let reapedUser = Int(String(decoding: fields[13], as: UTF8.self)),
            let reapedSystem = Int(String(decoding: fields[14], as: UTF8.self))
        else { return nil }
        reapedTicks = reapedUser + reapedSystem
        entry = ProcessTree.Entry(
            processID: processID, parent: parent, state: Character(Unicode.Scalar(state)),
            name: String(decoding: line[(open + 1)..<close], as: UTF8.self))
        self.terminal = terminal
    }
}
