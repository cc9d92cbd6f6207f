import Scenarios

/// Limits of attempts on the wire: only those that are set.
extension Limits {
    /// Processors, as in a scenario.
    static let cpusMax = 4_096.0

    /// Reads them.
    public init(wire object: ObjectReader) throws(ShapeError) {
        self.init()
        try object.allow(only: ["memory_bytes", "processes", "cpus", "output_bytes"])
        memoryBytes = try object.integerIfAny("memory_bytes", in: 1...Int.max)
        processesCount = try object.integerIfAny("processes", in: 1...Int.max)
        outputBytes = try object.integerIfAny("output_bytes", in: 1...Int.max)
        cpus = try object.numberIfAny("cpus")
        if let cpus, !(cpus > 0 && cpus <= Self.cpusMax) {
            throw object.error("cpus", expected: "a number above 0, at most \(Int(Self.cpusMax))")
        }
    }

    /// The object to send.
    public var wire: JSONValue {
        var object: JSONObject = [:]
        object["memory_bytes"] = memoryBytes.map(JSONValue.integer)
        object["processes"] = processesCount.map(JSONValue.integer)
        object["cpus"] = cpus.map(JSONValue.number)
        object["output_bytes"] = outputBytes.map(JSONValue.integer)
        return .object(object)
    }
}
