import Jobs
import Scenarios
import Testing
import Wire

/// What the API's two sides send to each other.
@Suite struct APIShapeTests {
    static let all =
        APISample.shapes + APISample.eventShapes + KeySample.shapes
        + WebhookSample.shapes

    @Test(arguments: all.indices) func `samples stay as they are`(index: Int) throws {
        let (name, shape) = Self.all[index]
        try expectFrozen(shape.json, "api-" + name)
    }

    @Test(arguments: all.indices) func `reading gives what was written`(index: Int) throws {
        func check<Shape: WireShape>(_ shape: Shape) throws {
            #expect(try Shape(text: shape.text) == shape)
        }
        try check(Self.all[index].1)
    }

    @Test func `what a later version adds is passed over`() throws {
        let event = try EventShape(text: #"{"event":"moved","number":7,"by":{}}"#)
        #expect(event == .unknown("moved"))
        let problem = try Problem(text: #"{"type":"about:blank","status":418,"title":"tea"}"#)
        #expect(problem.kind == .other)
        #expect(problem.detail == "tea")
        let text = RetryAnswer(job: JobID(1), tasks: 2).text.dropLast() + #","more":[1]}"#
        #expect(try RetryAnswer(text: text).tasks == 2)
    }

    static let mistakes: [(String, String)] = [
        ("[]", "$: expected an object, found an array"),
        ("{", "$: expected JSON, found a name in double quotes is missing at 1"),
        (#"{"prioriti":1}"#, "found `prioriti`"),
        (#"{"priority":"high"}"#, #"$.priority: expected a number, found "high""#),
        (#"{"priority":1e9}"#, "$.priority: expected a number from -1000000.0 to 1000000.0"),
        (#"{"retries":101}"#, "$.retries: expected a whole number from 0 to 100, found 101"),
        (#"{"deadline":"2h"}"#, #"$.deadline: expected a time such as 2026-01-31T09:05:00Z"#),
        (#"{"limits":{"cpus":0}}"#, "$.limits.cpus: expected a number above 0, at most 4096"),
        (#"{"limits":{"cpus":1e300}}"#, "$.limits.cpus: expected a number above 0, at most 4096"),
        (#"{"limits":{"memory":1}}"#, "$.limits: expected only cpus"),
        ("{}", "$.caller_directory: expected an absolute path, found nothing"),
        (#"{"caller_directory":"/","files":[]}"#, "$.files: expected at least one file"),
        (
            #"{"caller_directory":"/","files":[{"path":"a","directory":"b","text":""}]}"#,
            #"$.files[0].directory: expected an absolute path, found "b""#
        ),
        (
            #"{"caller_directory":"/","tags":["a",3]}"#,
            "$.tags[1]: expected a string, found 3"
        ),
    ]

    @Test(arguments: mistakes) func `a mistake is told by its place`(
        text: String, message: String
    ) {
        do throws(ShapeError) {
            _ = try SubmissionRequest(text: text)
            Issue.record("it was read")
        } catch {
            #expect(error.message.contains(message), "\(error.message)")
        }
    }

    @Test func `records give back what they were made of`() throws {
        let outcomes: [Outcome] = [
            .passed, .failed(Sample.failure), .error(Sample.cause), .cancelled(by: "alice"),
            .skipped(reason: "needs \"login\""), .failed(Failure("exit status is 1")),
        ]
        for outcome in outcomes {
            let attempt = Sample.attempt(outcome, number: 2)
            let json = AttemptRecord.json(attempt, of: Sample.task)
            #expect(try AttemptRecord.result(ObjectReader(json, path: "$")) == attempt)
        }
    }

    @Test func `paths are filled in`() {
        let key = TaskKey(JobID(42), TaskID(2))
        #expect(APIRoute.recording.path(key) == "/api/v1/jobs/42/tasks/3/recording")
        #expect(APIRoute.why.path(JobID(7)) == "/api/v1/jobs/7/why")
        #expect(APIRoute.jobs.path == "/api/v1/jobs")
        #expect(APIRoute.keyRotation.path(key: 7) == "/api/v1/keys/7/rotate")
        #expect(
            APIRoute.deliveryRetry.path(webhook: 7, delivery: 8)
                == "/api/v1/webhooks/7/deliveries/8/retry")
        for route in APIRoute.allCases {
            #expect(
                !route.path(key).contains("{") || !route.path(key: 7).contains("{")
                    || !route.path(webhook: 7, delivery: 8).contains("{")
                    || !route.path(file: "a").contains("{"))
        }
    }
}
