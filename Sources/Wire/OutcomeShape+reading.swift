import Scenarios

extension OutcomeShape {
    /// Reads `outcome` and what belongs to it.
    static func outcome(_ object: ObjectReader) throws(ShapeError) -> Outcome {
        switch try object.text("outcome") {
        case "passed": return .passed
        case "failed": return .failed(try failure(object.object("failure")))
        case "error": return .error(try cause(object.object("error")))
        case "cancelled":
            return .cancelled(by: canceller(try object.text("reason")))
        case "skipped": return .skipped(reason: try object.text("reason"))
        default:
            throw object.error(
                "outcome", expected: "passed, failed, error, cancelled or skipped")
        }
    }

    /// `ann` of `cancelled by ann`.
    static func canceller(_ reason: String) -> String {
        let prefix = "cancelled by "
        return reason.hasPrefix(prefix) ? String(reason.dropFirst(prefix.count)) : reason
    }

    /// Reads `failure`.
    static func failure(_ object: ObjectReader) throws(ShapeError) -> Failure {
        var failure = Failure(
            try object.text("message"), step: try object.integerIfAny("step"),
            at: try position(object))
        failure.expected = try object.textIfAny("expected")
        failure.actual = try object.textIfAny("actual")
        failure.diff = try object.texts("diff")
        failure.waited = try object.secondsIfAny("waited_s")
        failure.credited = try object.secondsIfAny("credited_s") ?? .zero
        failure.screen = try object.textIfAny("screen") ?? ""
        failure.unconsumed = try object.textIfAny("unconsumed") ?? ""
        failure.hints = try object.texts("hints")
        failure.others = try object.texts("others")
        return failure
    }

    private static func cause(_ object: ObjectReader) throws(ShapeError) -> ErrorCause {
        // A kind that a later version knows is shown by its message.
        let kind = ErrorCause.Kind(rawValue: try object.text("kind")) ?? .infrastructure
        var cause = ErrorCause(
            kind, try object.text("message"), step: try object.integerIfAny("step"),
            at: try position(object))
        cause.screen = try object.textIfAny("screen") ?? ""
        return cause
    }

    private static func position(_ object: ObjectReader) throws(ShapeError) -> Position? {
        guard let line = try object.integerIfAny("line", in: 1...Int.max) else { return nil }
        return Position(line: line, column: try object.integerIfAny("column") ?? 1)
    }
}
