import Jobs
import Scenarios

/// An attempt as the API shows it; its record is there when it is over and was asked for.
public struct AttemptShape: WireShape {
    /// Its number, from 1.
    public var number: Int
    /// When it was given to a worker, in microseconds since 1970-01-01 UTC.
    public var startedMicroseconds: Int64
    /// The word of its verdict (``AttemptVerdict/word``); nil while it runs.
    public var verdict: String?
    /// How long it took; nil while it runs.
    public var duration: Duration?
    /// The worker's slot that has or had it.
    public var slot: Int?
    /// The object of its record file, see ``AttemptRecord``.
    public var record: JSONValue?

    /// An attempt that runs.
    public init(number: Int, startedMicroseconds: Int64) {
        self.number = number
        self.startedMicroseconds = startedMicroseconds
    }

    /// Reads the object.
    public init(_ object: ObjectReader) throws(ShapeError) {
        number = try object.integer("attempt", in: 1...Int.max)
        startedMicroseconds = try object.time("started_at")
        verdict = try object.textIfAny("verdict")
        duration = try object.secondsIfAny("duration_s")
        slot = try object.integerIfAny("slot")
        record = try object.objectIfAny("record")?.value
    }

    /// The object to send.
    public var json: JSONValue {
        [
            "attempt": .integer(number), "started_at": .time(startedMicroseconds),
            "verdict": .from(verdict), "duration_s": .from(duration), "slot": .from(slot),
            "record": record ?? .null,
        ]
    }
}
