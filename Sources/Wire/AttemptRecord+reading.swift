import Jobs
import Scenarios

extension AttemptRecord {
    /// Reads the object of a record file: the result of the attempt that it tells about.
    public static func result(_ object: ObjectReader) throws(ShapeError) -> AttemptResult {
        _ = try object.integer("version", in: version...version)
        var attempt = AttemptResult(
            number: try object.integer("attempt", in: 1...Int.max),
            outcome: try OutcomeShape.outcome(object),
            startedMicroseconds: try object.time("started"),
            duration: try object.seconds("duration_s"))
        for reader in try object.objects("steps", max: ScenarioLimits.stepsMax) {
            attempt.steps.append(try step(reader))
        }
        attempt.warnings = try object.texts("warnings")
        if let usage = try object.objectIfAny("usage") {
            attempt.usage.user = try usage.seconds("user_s")
            attempt.usage.system = try usage.seconds("system_s")
            attempt.usage.peakMemoryBytes = try usage.integer("peak_memory_bytes")
        }
        attempt.leaked = try object.texts("leaked")
        if let reader = try object.objectIfAny("ending") { attempt.ending = try ending(reader) }
        attempt.outputBytes = try object.integerIfAny("output_bytes") ?? 0
        attempt.artifactsDirectory = try object.textIfAny("artifacts")
        return attempt
    }

    private static func step(_ object: ObjectReader) throws(ShapeError) -> StepResult {
        guard let status = StepResult.Status(rawValue: try object.text("status")) else {
            throw object.error("status", expected: "passed, failed or skipped")
        }
        return StepResult(
            number: try object.integer("step"), status: status,
            began: try object.seconds("began_s"), duration: try object.seconds("duration_s"),
            note: try object.textIfAny("note"))
    }

    private static func ending(_ object: ObjectReader) throws(ShapeError) -> Ending {
        switch try object.text("kind") {
        case "exited": .exited(try object.integer("status"))
        case "signalled": .signalled(try object.integer("signal"))
        case "stopped": .stopped
        default: throw object.error("kind", expected: "exited, signalled or stopped")
        }
    }
}
