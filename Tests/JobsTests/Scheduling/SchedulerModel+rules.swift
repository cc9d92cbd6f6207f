import Scenarios

@testable import Jobs

/// What must hold after every event.
extension SchedulerModel {
    var limit: Int { settings.runningPerOwnerMax ?? .max }

    func runningCount(of owner: Owner) -> Int {
        running.count { jobs[$0.attempt.task.job]?.job.owner == owner }
    }

    /// Whether the key of a job has as many attempts running as it may.
    func isAtBound(_ job: Job) -> Bool {
        guard let key = job.job.key, let most = settings.runningPerKeyMax[key] else { return false }
        return running.count { jobs[$0.attempt.task.job]?.job.key == key } >= most
    }

    func taken(_ resource: String) -> Int {
        running.reduce(0) { $0 + (self[$1.attempt.task]?.task.resources[resource] ?? 0) }
    }

    /// Tasks that only wait for a slot, a resource or their owner's turn.
    var ready: [TaskKey] {
        keys.filter { key in
            guard let task = self[key], let job = jobs[key.job] else { return false }
            return task.place == .waiting && task.notBefore <= now.microseconds
                && task.task.needs.allSatisfy { job.tasks[$0].place == .over("passed") }
        }
    }

    mutating func checkAfterwards() {
        for (_, job) in jobs { checkWaiting(of: job) }
        let (wake, next) = (wake?.microseconds, nextTime)
        check(wake == next, "it will be woken at \(wake ?? 0) instead of \(next ?? 0)")
        if !isDrained { checkNothingIdles() }
    }

    private mutating func checkWaiting(of job: Job) {
        check(!job.tasks.allSatisfy(\.isOver), "a job that is over did not end")
        for task in job.tasks {
            if case .ended = task.place { check(false, "an ended task is not over") }
            guard task.place == .waiting else { continue }
            check(!job.isStopped && task.cancelledBy == nil, "left waiting after a stop")
            let isHopeless = task.task.needs.contains { job.tasks[$0].isOverWithoutPassing }
            check(!isHopeless, "left waiting without hope")
        }
    }

    private var nextTime: Int64? {
        let times = jobs.values.flatMap(\.tasks).filter { $0.place == .waiting }.map(\.notBefore)
        return times.filter { $0 > now.microseconds }.min()
    }

    /// A slot is only free when nothing fits, or what fits is kept for somebody who comes first.
    private mutating func checkNothingIdles() {
        guard running.count(where: { $0.slot < settings.slots }) < settings.slots else { return }
        let ready = ready.filter { key in
            jobs[key.job].map {
                runningCount(of: $0.job.owner) < limit && !isAtBound($0)
            } ?? false
        }
        let wants = ready.map { self[$0]?.task.resources ?? [:] }
        let blocked = wants.filter { wanted in
            wanted.contains { taken($0.key) + $0.value > settings.resources[$0.key] ?? 0 }
                && wanted.allSatisfy { $0.value <= settings.resources[$0.key] ?? 0 }
        }
        for (key, wanted) in zip(ready, wants) {
            let fits = wanted.allSatisfy {
                taken($0.key) + $0.value <= settings.resources[$0.key] ?? 0
            }
            let isKept = blocked.contains { !Set($0.keys).isDisjoint(with: wanted.keys) }
            let mayBeBehind = isKept || isLinked(wanted, to: blocked, among: wants)
            check(!fits || mayBeBehind, "\(key) waits though a slot is free")
        }
    }

    /// What is kept for one task may keep another back that keeps more, and so on.
    private func isLinked(
        _ wanted: [String: Int], to blocked: [[String: Int]], among all: [[String: Int]]
    ) -> Bool {
        guard !wanted.isEmpty else { return false }
        var names = Set(blocked.flatMap(\.keys))
        for _ in 0..<settings.resources.count {
            for other in all where !names.isDisjoint(with: other.keys) {
                names.formUnion(other.keys)
            }
        }
        return !names.isDisjoint(with: wanted.keys)
    }
}
