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
            attempt.usage = try Usage(usage)
        }
        attempt.leaked = try object.texts("leaked")
        if let reader = try object.objectIfAny("ending") { attempt.ending = try ending(reader) }
        if let reader = try object.objectIfAny("death") { attempt.death = try death(reader) }
        if let reader = try object.objectIfAny("stopped") { attempt.stopped = try count(reader) }
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
            note: try object.textIfAny("note"),
            failure: try object.objectIfAny("failure").map(OutcomeShape.failure))
    }

    private static func ending(_ object: ObjectReader) throws(ShapeError) -> Ending {
        switch try object.text("kind") {
        case "exited": .exited(try object.integer("status"))
        case "signalled": .signalled(try object.integer("signal"))
        case "stopped": .stopped
        default: throw object.error("kind", expected: "exited, signalled or stopped")
        }
    }

    private static func death(_ object: ObjectReader) throws(ShapeError) -> CauseOfDeath? {
        switch try object.text("cause") {
        case "exit": .exit(status: try object.integer("status"))
        case "signal": .signal(try object.integer("signal"))
        case "timeout": .timeout(after: try object.seconds("after_s"))
        case "out_of_memory":
            .outOfMemory(
                limitBytes: try object.integerIfAny("limit_bytes"),
                peakBytes: try object.integerIfAny("peak_bytes"),
                kills: try object.integer("kills"))
        case "cancelled": .cancelled(by: try object.text("by"), try count(object))
        case "output_limit": .outputLimit(bytes: try object.integer("limit_bytes"))
        case "lost": .lost
        case "host_restart": .hostRestart
        // A cause that a later version knows; the outcome tells enough.
        default: nil
        }
    }

    private static func count(_ object: ObjectReader) throws(ShapeError) -> StopCount {
        StopCount(
            processes: try object.integer("processes"), killed: try object.integer("killed"),
            left: try object.integer("left"))
    }

    /// The parts of the recording with their times, as far as the record has them.
    public static func chunks(_ object: ObjectReader) throws(ShapeError) -> [Chunk] {
        guard let recording = try object.objectIfAny("recording") else { return [] }
        var chunks: [Chunk] = []
        for (value, path) in try recording.elements("chunks_us_bytes") {
            guard case .array(let pair) = value, pair.count == 2,
                case .integer(let microseconds) = pair[0], case .integer(let bytes) = pair[1]
            else {
                throw ShapeError(
                    path: path, expected: "microseconds and bytes",
                    found: ObjectReader.phrase(value))
            }
            chunks.append((Int64(microseconds), bytes))
        }
        return chunks
    }
}

extension Usage {
    fileprivate init(_ object: ObjectReader) throws(ShapeError) {
        self.init()
        user = try object.seconds("user_s")
        system = try object.seconds("system_s")
        peakMemoryBytes = try object.integer("peak_memory_bytes")
        processesPeak = try object.integerIfAny("processes_peak")
        readBytes = try object.integerIfAny("read_bytes")
        writtenBytes = try object.integerIfAny("written_bytes")
        memoryKills = try object.integerIfAny("memory_kills")
        processLimitHits = try object.integerIfAny("process_limit_hits")
    }
}
