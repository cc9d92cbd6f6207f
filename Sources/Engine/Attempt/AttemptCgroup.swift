import Glibc
import Jobs

/// The cgroup of one attempt, where this process was given a cgroup of its own to divide.
///
/// It makes the end exact and the pressure the attempt's own. Without it the launcher's tree
/// serves the same ends.
final class AttemptCgroup {
    /// For the launcher: the directory's descriptor.
    let descriptor: Int32
    private let cgroup: Cgroup

    init(below parent: Cgroup, name: String) throws(CgroupFailure) {
        cgroup = try parent.makeChild(name)
        do throws(CgroupFailure) {
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

    /// What its processes used.
    var usage: CgroupUsage { cgroup.usage() }

    /// Kills everything in it, waits until it is empty, removes it.
    func end() throws(CgroupFailure) {
        try cgroup.kill()
        try cgroup.waitUntilEmpty(atMost: EngineLimits.cgroupEmptyTimeout)
        try cgroup.remove()
    }
}

extension Usage {
    /// What a cgroup counted is the whole tree's, not only that of reaped children.
    mutating func take(_ measured: CgroupUsage) {
        user = measured.user ?? user
        system = measured.system ?? system
        peakMemoryBytes = measured.memoryPeakBytes ?? peakMemoryBytes
    }
}
