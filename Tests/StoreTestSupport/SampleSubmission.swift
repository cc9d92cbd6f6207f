import Jobs
import Scenarios
import TestSupport

/// Submissions in which every field may be set, and some texts are hard to keep.
public enum SampleSubmission {
    private static let texts = [
        "command: cat\n", "command: cat\nsteps: []\n", "", "nul \0 and \u{10} and \u{10}0",
        "wide 漢字 and 👩‍👩‍👧", String(repeating: "command: cat # long\n", count: 500),
    ]

    /// The identity of that number.
    public static func identity(_ number: Int) -> String { "/home/anna/a.yaml#\(number)" }

    /// The submission with that number; the key of its idempotency is never used twice.
    public static func make(number: Int, _ dice: inout Dice) -> Submission {
        let owner = dice.one(of: [("anna", 1000), ("bert", 1001), ("root", 0)])
        let files = (0...dice.below(3)).map { place in
            Submission.File(
                path: "tests/\(place).yaml", directory: "/home/\(owner.0)/tests",
                text: dice.happens(50) ? dice.one(of: texts) : "command: cat \(number).\(place)\n",
                lenient: dice.happens(20))
        }
        let tasks = (0...dice.below(4)).map { task(place: $0, files: files.count, &dice) }
        var submission = Submission(
            owner: Owner(account: owner.0, userID: UInt32(owner.1)),
            account: dice.one(of: [owner.0, "tester"]), callerDirectory: "/home/\(owner.0)",
            files: files, tasks: tasks)
        submission.name = dice.happens(50) ? "night run \(number)" : nil
        submission.priority = Double(dice.below(20)) / 4
        submission.deadlineMicroseconds = dice.happens(30) ? Int64(dice.below(1 << 50)) : nil
        submission.limits.memoryBytes = dice.happens(30) ? 1 << 30 : nil
        submission.limits.processesCount = dice.happens(30) ? 64 : nil
        submission.limits.cpus = dice.happens(30) ? 1.5 : nil
        submission.limits.outputBytes = dice.happens(30) ? 1 << 20 : nil
        submission.strictTimeouts = dice.happens(30)
        submission.failFast = dice.happens(30)
        submission.workspace = dice.happens(30) ? "/home/\(owner.0)/work" : nil
        submission.idempotencyKey = dice.happens(30) ? "key-\(number)" : nil
        // What has the same digest has the same size.
        let (digit, bytes) = dice.one(of: [("0", 3_000), ("a", 700_000)])
        submission.upload =
            dice.happens(20)
            ? Submission.Upload(digest: String(repeating: digit, count: 64), bytes: bytes) : nil
        submission.key = dice.happens(30) ? dice.below(5) + 1 : nil
        return submission
    }

    private static func task(place: Int, files: Int, _ dice: inout Dice) -> Submission.Task {
        var task = Submission.Task(
            file: dice.below(files), cell: dice.below(3), name: "scenario \(place) \0",
            identity: identity(dice.below(10)))
        task.tags = dice.happens(40) ? ["slow", "nul \0 \" tag"] : []
        task.priority = Double(dice.below(10)) / 8
        task.needs = place > 0 && dice.happens(40) ? [place - 1] : []
        task.retries = RetryPolicy(count: dice.below(4), backoff: .milliseconds(dice.below(900)))
        task.resources = dice.happens(30) ? ["serial": 1, "licence": 2] : [:]
        task.timeout = .seconds(dice.below(90))
        return task
    }
}
