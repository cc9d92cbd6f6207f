import Foundation
import Testing

@testable import Jobs

/// Chance histories of the scheduler. `ORCHESTRO_SEED=N` plays one again.
struct SchedulerSimulation {
    private static let histories: UInt64 = 10_000
    private static let parts = 4

    @Test(arguments: 0..<parts)
    func `ten thousand histories keep the rules`(part: Int) {
        for seed in Self.seeds(of: part) {
            var history = SchedulerHistory(seed: seed)
            history.play()
            #expect(history.broken == nil, "ORCHESTRO_SEED=\(seed)")
            if history.broken != nil { return }
        }
    }

    private static func seeds(of part: Int) -> StrideTo<UInt64> {
        let asked = ProcessInfo.processInfo.environment["ORCHESTRO_SEED"]
        if let seed = asked.flatMap({ UInt64($0) }) {
            return stride(from: seed, to: part == 0 ? seed + 1 : seed, by: 1)
        }
        return stride(from: UInt64(part), to: histories, by: parts)
    }
}
