import Jobs
import Scenarios
import Settings
import Testing
import Wire

@testable import orchestrod

/// From what a client asks for to what is stored.
@Suite struct SubmissionBuilderTests {
    private let owner = Owner(account: "ann", userID: 1000)

    private func build(
        _ texts: [String], limits: JobLimits = JobLimits(),
        _ change: (inout SubmissionRequest) -> Void = { _ in }
    ) throws(Problem) -> Submission {
        var request = SubmissionRequest(
            callerDirectory: "/home/ann",
            files: texts.enumerated().map {
                SubmissionRequest.File(path: "t/s\($0).yaml", directory: "/home/ann/t", text: $1)
            })
        change(&request)
        return try SubmissionBuilder(request, owner: owner, limits: limits).build()
    }

    @Test func `each cell of a matrix is a task of its own`() throws {
        let submission = try build([
            "command: echo a", "command: echo ${{ matrix.x }}\nmatrix: {x: [1, 2]}\n",
        ])
        #expect(submission.tasks.map(\.file) == [0, 1, 1])
        #expect(submission.tasks.map(\.cell) == [0, 0, 1])
        #expect(submission.tasks.map(\.name) == ["s0", "s1 [x=1]", "s1 [x=2]"])
        #expect(Set(submission.tasks.map(\.identity)).count == 3)
    }

    @Test func `a scenario's wishes become the task's`() throws {
        let text = """
            command: echo a
            tags: [smoke]
            priority: 3
            retries: {count: 2, backoff: 1.5}
            resources: {serial: 2}
            timeout: 7
            """
        let task = try build([text]).tasks[0]
        #expect(task.tags == ["smoke"])
        #expect(task.priority == 3)
        #expect(task.retries == RetryPolicy(count: 2, backoff: .milliseconds(1_500)))
        #expect(task.resources == ["serial": 2])
        #expect(task.timeout == .seconds(7))
    }

    @Test func `retries of the job are for scenarios that ask for none`() throws {
        let submission = try build(["command: echo a", "command: echo b\nretries: 2\n"]) {
            $0.retries = 1
        }
        #expect(submission.tasks.map(\.retries.count) == [1, 2])
    }

    @Test func `tags choose before needs are resolved`() throws {
        let texts = [
            "command: echo a\nname: first\ntags: [x]\n",
            "command: echo b\ntags: [x, y]\nneeds: first\n", "command: echo c\ntags: [z]\n",
        ]
        let submission = try build(texts) { $0.tags = ["x"] }
        #expect(submission.tasks.map(\.needs) == [[], [0]])
        #expect(submission.files.count == 3)
        let problem = #expect(throws: Problem.self) { try build(texts) { $0.tags = ["y"] } }
        #expect(problem?.kind == .invalidScenario)
        #expect(problem?.diagnostics.map(\.path) == ["t/s1.yaml"])
        let none = #expect(throws: Problem.self) { try build(texts) { $0.skipTags = ["x", "z"] } }
        #expect(none?.kind == .invalidRequest)
    }

    @Test func `a job may have so many tasks and no more`() throws {
        var limits = JobLimits()
        limits.tasks = 2
        let two = ["command: echo a", "command: echo b"]
        #expect(try build(two, limits: limits).tasks.count == 2)
        let problem = #expect(throws: Problem.self) {
            try build(two + ["command: echo c"], limits: limits)
        }
        #expect(problem?.kind == .tooLarge)
    }
}
