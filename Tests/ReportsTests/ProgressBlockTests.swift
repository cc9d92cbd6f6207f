import Jobs
import Scenarios
import Testing

@testable import Reports

@Suite struct ProgressBlockTests {
    private func moment(_ seconds: Double) -> Instant {
        Instant(nanoseconds: Int64(seconds * 1e9))
    }

    private func tasks(_ count: Int, name: String = "task") -> [TaskInfo] {
        (0..<count).map { Sample.task($0, "\(name) \($0)", "tests/\($0).yaml") }
    }

    private func result(_ task: TaskInfo, _ outcome: Outcome, seconds: Double) -> TaskResult {
        let attempt = Sample.attempt(outcome, seconds: seconds)
        return TaskResult(task: task, outcome: outcome, attempts: [attempt])
    }

    /// Ten tasks, two workers: four over, one of them failed, two running.
    private func midway(palette: Palette = .plain) -> ProgressBlock {
        let tasks = tasks(10)
        var block = ProgressBlock(palette: palette)
        block.consume(.runStarted(tasks: tasks, workers: 2), at: moment(100))
        for task in tasks.prefix(4) {
            block.consume(.attemptStarted(task.id, attempt: 1), at: moment(101))
            let outcome: Outcome = task.id.index == 2 ? .failed(Sample.failure) : .passed
            let result = result(task, outcome, seconds: 2)
            block.consume(
                .attemptEnded(task.id, result.attempts[0], willRetry: false), at: moment(103))
            block.consume(.taskFinished(result), at: moment(103))
        }
        block.consume(.attemptStarted(tasks[4].id, attempt: 1), at: moment(104))
        block.consume(
            .stepStarted(tasks[4].id, attempt: 1, step: 3, note: "漢字 greeting"), at: moment(104))
        block.consume(.attemptStarted(tasks[5].id, attempt: 2), at: moment(104.5))
        return block
    }

    @Test(arguments: [20, 40, 80, 200]) func fittedTo(columns: Int) throws {
        let lines = midway().lines(at: moment(105), columns: columns, rows: 10)
        try expectGolden(lines.joined(separator: "\n") + "\n", "progress-\(columns).txt")
    }

    @Test func neverLeavesItsRectangle() {
        var block = ProgressBlock()
        let tasks = tasks(50, name: Sample.poison)
        block.consume(.runStarted(tasks: tasks, workers: 30), at: moment(0))
        for task in tasks {
            block.consume(.attemptStarted(task.id, attempt: 2), at: moment(1))
            block.consume(
                .stepStarted(task.id, attempt: 2, step: 1, note: Sample.poison), at: moment(1))
        }
        for task in tasks.prefix(20) {
            let result = result(task, .failed(Sample.failure), seconds: 4000)
            block.consume(.taskFinished(result), at: moment(2))
        }
        for columns in [0, 1, 2, 3, 5, 8, 13, 20, 21, 34, 55, 80, 127, 200, 1000] {
            for rows in [0, 1, 2, 3, 10, 60] {
                let lines = block.lines(at: moment(90_000), columns: columns, rows: rows)
                #expect(lines.count <= rows)
                #expect(lines.allSatisfy { DisplayWidth.of($0) <= columns && isHarmless($0) })
            }
        }
    }

    @Test func coloursTakeNoRoom() {
        let plain = midway().lines(at: moment(105), columns: 60, rows: 10)
        let coloured = midway(palette: .ansi).lines(at: moment(105), columns: 60, rows: 10)
        #expect(coloured != plain)
        #expect(coloured.map { $0.replacing(/\u{1B}\[[0-9;]*m/, with: "") } == plain)
    }

    @Test func nothingBeforeTheRun() {
        #expect(ProgressBlock().lines(at: moment(1), columns: 80, rows: 5) == [])
    }

    @Test func emptyRun() {
        var block = ProgressBlock()
        block.consume(.runStarted(tasks: [], workers: 1), at: moment(0))
        let lines = block.lines(at: moment(1), columns: 30, rows: 5)
        #expect(lines == ["[################]  0/0  1.0 s"])
    }

    @Test func endOfTheRun() {
        var block = ProgressBlock()
        for event in Sample.events(Sample.run) { block.consume(event, at: moment(7)) }
        let lines = block.lines(at: moment(10), columns: 80, rows: 2)
        #expect(lines.count == 2)
        #expect(lines[0].hasSuffix("  8/8  2 failed  1 error  1 cancelled  1 skipped  3.0 s"))
        #expect(lines[1] == "ERROR missing program  missing.yaml")
    }
}

@Suite struct RunEstimateTests {
    private let ids = (0..<4).map { TaskID($0) }
    private let start = Instant(nanoseconds: 0)

    @Test func unknownUntilSomethingIsKnown() {
        var estimate = RunEstimate(expected: [:])
        estimate.begin(ids, workers: 2)
        estimate.start(ids[0], at: start)
        #expect(estimate.left(at: start) == nil)
        estimate.finish(ids[0], took: .seconds(4))
        // Three tasks of four seconds on two workers.
        #expect(estimate.left(at: start) == .seconds(6))
    }

    @Test func skippedTasksTeachNothing() {
        var estimate = RunEstimate(expected: [:])
        estimate.begin(ids, workers: 2)
        estimate.finish(ids[0], took: nil)
        #expect(estimate.left(at: start) == nil)
    }

    @Test func expectationsCountAndTimeRuns() {
        let expected = [ids[0]: Duration.seconds(10), ids[1]: .seconds(2), ids[2]: .seconds(2)]
        var estimate = RunEstimate(expected: expected)
        estimate.begin(Array(ids.prefix(3)), workers: 3)
        for id in ids.prefix(3) { estimate.start(id, at: start) }
        // The longest task decides, however many workers there are.
        #expect(estimate.left(at: start + .seconds(1)) == .seconds(9))
        // Overdue tasks count as nearly over.
        #expect(estimate.left(at: start + .seconds(30)) == .zero)
        for id in ids.prefix(3) { estimate.finish(id, took: .seconds(9)) }
        #expect(estimate.left(at: start) == .zero)
    }

    @Test func aRetryIsNoNewTask() {
        var estimate = RunEstimate(expected: [ids[0]: .seconds(10)])
        estimate.begin([ids[0]], workers: 1)
        estimate.start(ids[0], at: start)
        estimate.start(ids[0], at: start + .seconds(4))
        #expect(estimate.left(at: start + .seconds(4)) == .seconds(6))
    }
}
