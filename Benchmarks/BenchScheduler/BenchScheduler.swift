import Jobs
import Scenarios

/// Compares the strategies with each other and with the original's queue, on the same workloads,
/// and measures a choice at 100,000 queued tasks. Prints one JSON object.
@main
enum BenchScheduler {
    private static let seeds: [UInt64] = [1, 2, 3]

    static func main() {
        let megabytes = ChoiceTime.megabytes(queued: 100_000)
        var workloads = JSONObject()
        for seed in seeds {
            for workload in Workload.all(seed: seed) {
                var table = workloads[workload.name].flatMap(\.object) ?? JSONObject()
                for (name, contender) in contenders(workload) {
                    var play = Playthrough(workload, contender)
                    let earlier = table[name].flatMap(\.items) ?? []
                    table[name] = .array(earlier + [json(play.play())])
                }
                workloads[workload.name] = .object(table)
            }
        }
        var choices = JSONObject()
        for strategy in Strategy.allCases {
            choices[strategy.rawValue] = json(
                ChoiceTime.measured(strategy, queued: 100_000, choices: 20_000))
        }
        let all: JSONObject = [
            "workloads": .object(workloads), "choices": .object(choices),
            "megabytes": .number(megabytes),
        ]
        print(JSONValue.object(all).text())
    }

    private static func contenders(_ workload: Workload) -> [(String, any Contender)] {
        let ours: [(String, any Contender)] = Strategy.allCases.map {
            ($0.rawValue, SchedulerContender($0, workload))
        }
        return ours + [("the original's heap", HeapContender(workload))]
    }

    private static func json(_ figures: Playthrough.Figures) -> JSONValue {
        var object: JSONObject = [
            "makespan": .number(figures.makespan), "wait": .number(figures.meanWait),
            "fairness": .number(figures.fairness),
        ]
        if let wait = figures.urgentWait { object["urgent"] = .number(wait) }
        if let wait = figures.smallOwnersWait { object["small"] = .number(wait) }
        if let missed = figures.missed { object["missed"] = .number(missed * 100) }
        return .object(object)
    }

    private static func json(_ time: ChoiceTime) -> JSONValue {
        .object([
            "mean": .number(time.meanMicroseconds), "p99": .number(time.p99Microseconds),
            "max": .number(time.maxMicroseconds),
        ])
    }
}

extension JSONValue {
    fileprivate var object: JSONObject? {
        if case .object(let object) = self { object } else { nil }
    }

    fileprivate var items: [JSONValue]? {
        if case .array(let items) = self { items } else { nil }
    }
}
