import Glibc

/// What the processes of a cgroup used so far; nil where its controller is not enabled or the
/// kernel too old.
public struct CgroupUsage: Hashable, Sendable {
    /// Most processes and threads at a time.
    public var processesPeak: Int?
    /// Most memory at a time, in bytes, file cache included.
    public var memoryPeakBytes: Int?
    /// Processor time in user mode.
    public var user: Duration?
    /// Processor time in the kernel.
    public var system: Duration?
    /// Processes killed because the memory limit was reached.
    public var memoryKills: Int?
    /// How often the limit of processes kept one from being made.
    public var processLimitHits: Int?
    /// Bytes read from block devices.
    public var readBytes: Int?
    /// Bytes written to block devices.
    public var writtenBytes: Int?
}

extension Cgroup {
    /// Reads the counters; they stay readable after the last process is gone.
    public func usage() -> CgroupUsage {
        let processor = keyedValues("cpu.stat")
        return CgroupUsage(
            processesPeak: value("pids.peak"),
            memoryPeakBytes: value("memory.peak"),
            user: processor["user_usec"].map { .microseconds($0) },
            system: processor["system_usec"].map { .microseconds($0) },
            memoryKills: keyedValues("memory.events")["oom_kill"],
            processLimitHits: keyedValues("pids.events")["max"],
            readBytes: sum("rbytes"),
            writtenBytes: sum("wbytes"))
    }

    /// The sum over all devices of a member of io.stat: `8:0 rbytes=4096 wbytes=0 rios=1 …`.
    private func sum(_ key: String) -> Int? {
        // No file: nobody counts. An empty one: nothing was read or written.
        guard let bytes = try? readFile(path + "/io.stat", limitBytes: 1 << 16) else { return nil }
        return String(decoding: bytes, as: UTF8.self)
            .split { $0 == " " || $0 == "\n" }
            .filter { $0.hasPrefix(key + "=") }
            .reduce(0) { $0 &+ (Int($1.dropFirst(key.count + 1)) ?? 0) }
    }

    private func value(_ file: String) -> Int? {
        Int(text(file).prefix { $0 != "\n" })
    }

    private func keyedValues(_ file: String) -> KeyedValues {
        KeyedValues(Array(text(file).utf8)[...])
    }

    private func text(_ file: String) -> String {
        // A counter that is not there is unknown, which the caller sees as nil.
        let bytes = (try? readFile(path + "/" + file, limitBytes: 8192)) ?? []
        return String(decoding: bytes, as: UTF8.self)
    }
}

/// The lines `key value` of a cgroup's file.
struct KeyedValues {
    private var values: [Substring: Int] = [:]

    init(_ text: ArraySlice<UInt8>) {
        for line in String(decoding: text, as: UTF8.self).split(separator: "\n") {
            let words = line.split(separator: " ")
            guard words.count == 2, let value = Int(words[1]) else { continue }
            values[words[0]] = value
        }
    }

    subscript(key: String) -> Int? { values[key[...]] }
}
