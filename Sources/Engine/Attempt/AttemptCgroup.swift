import Glibc
import Jobs
import Scenarios

/// The cgroup of one attempt, where this process was given a cgroup of its own to divide.
///
/// It makes the end exact and the pressure the attempt's own. Without it the launcher's tree
/// serves the same ends.
final class AttemptCgroup {
    /// For the launcher: the directory's descriptor.
    let descriptor: Int32
    private let cgroup: Cgroup

    init(
        below parent: Cgroup, name: String, limits: Limits,
        controllers: Set<CgroupDivision.Controller>
    ) throws(CgroupFailure) {
        cgroup = try parent.makeChild(name)
        do throws(CgroupFailure) {
            try cgroup.limit(limits, by: controllers)
            descriptor = try cgroup.openDirectory()
        } catch {
            // The first problem is the one to tell.
            try? cgroup.remove()
            throw error
        }
    }

    deinit { close(descriptor) }

    /// Its own pressure on processors, where the kernel keeps it.
    var pressure: CPUPressure? { CPUPressure(path: cgroup.path + "/cpu.pressure") }

    /// Kills everything in it; more may be started.
    func kill() throws(CgroupFailure) {
        try cgroup.kill()
        try cgroup.waitUntilEmpty(atMost: EngineLimits.cgroupEmptyTimeout)
    }

    /// Kills everything in it and removes it; returns what all its processes used.
    func end() throws(CgroupFailure) -> CgroupUsage {
        try kill()
        let usage = cgroup.usage()
        try cgroup.remove()
        return usage
    }
}

extension Cgroup {
    /// The period that `cpu.max` counts in, in microseconds.
    private static let periodMicroseconds = 100_000
    /// The largest number that `pids.max` takes.
    private static let processesMax = 4_194_304
    /// The smallest share of it that the kernel takes, in microseconds.
    private static let quotaMicrosecondsMin = 1000

    fileprivate func limit(
        _ limits: Limits, by controllers: Set<CgroupDivision.Controller>
    ) throws(CgroupFailure) {
        if controllers.contains(.memory) {
            // What runs out of memory goes as a whole, not one process of it.
            try write("1", to: "memory.oom.group")
            if let bytes = limits.memoryBytes {
                try write("\(bytes)", to: "memory.max")
                try forbidSwap()
            }
        }
        if controllers.contains(.pids), let count = limits.processesCount {
            try write("\(min(count, Self.processesMax))", to: "pids.max")
        }
        if controllers.contains(.cpu), let cpus = limits.cpus {
            let quota = max(
                Self.quotaMicrosecondsMin, Int(cpus * Double(Self.periodMicroseconds)))
            try write("\(quota) \(Self.periodMicroseconds)", to: "cpu.max")
        }
    }

    private func forbidSwap() throws(CgroupFailure) {
        // A kernel that does not count swap has no such file, and no swap to forbid in most cases.
        guard access(path + "/memory.swap.max", F_OK) == 0 else { return }
        try write("0", to: "memory.swap.max")
    }
}

extension Usage {
    /// What a cgroup counted is the whole tree's, not only that of reaped children.
    mutating func take(_ measured: CgroupUsage) {
        user = measured.user ?? user
        system = measured.system ?? system
        peakMemoryBytes = measured.memoryPeakBytes ?? peakMemoryBytes
        processesPeak = measured.processesPeak
        memoryKills = measured.memoryKills
        processLimitHits = measured.processLimitHits
        readBytes = measured.readBytes
        writtenBytes = measured.writtenBytes
    }
}
