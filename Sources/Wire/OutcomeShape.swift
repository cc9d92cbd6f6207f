import Scenarios

/// The members that tell an outcome, the same in run lines and attempt records.
enum OutcomeShape {
    /// Adds `failure`, `error` or `reason`, whichever the outcome has; `passed` has none.
    static func add(_ outcome: Outcome, to object: inout JSONObject) {
        switch outcome {
        case .passed: break
        case .failed(let failure): object["failure"] = .object(shape(failure))
        case .error(let cause): object["error"] = .object(shape(cause))
        case .cancelled(let by): object["reason"] = .string("cancelled by \(by)")
        case .skipped(let reason): object["reason"] = .string(reason)
        }
    }

    static func shape(_ failure: Failure) -> JSONObject {
        [
            "step": .from(failure.step),
            "line": .from(failure.position?.line),
            "column": .from(failure.position?.column),
            "message": .string(failure.message),
            "expected": .from(failure.expected),
            "actual": .from(failure.actual),
            "diff": .from(failure.diff),
            "waited_s": failure.waited.map(JSONValue.seconds) ?? .null,
            "credited_s": .seconds(failure.credited),
            "screen": .string(failure.screen),
            "unconsumed": .string(failure.unconsumed),
            "hints": .from(failure.hints),
            "others": .from(failure.others),
        ]
    }

    private static func shape(_ cause: ErrorCause) -> JSONObject {
        [
            "kind": .string(cause.kind.rawValue),
            "message": .string(cause.message),
            "step": .from(cause.step),
            "line": .from(cause.position?.line),
            "column": .from(cause.position?.column),
            "screen": .string(cause.screen),
        ]
    }
}

extension JSONValue {
    /// Seconds with microsecond precision, so that the text stays short.
    static func seconds(_ duration: Duration) -> JSONValue {
        .number((Double(duration.nanoseconds) / 1000).rounded() / 1_000_000)
    }

    static func from(_ value: Int?) -> JSONValue { value.map(JSONValue.integer) ?? .null }

    static func from(_ value: String?) -> JSONValue { value.map(JSONValue.string) ?? .null }

    static func from(_ values: [String]) -> JSONValue { .array(values.map(JSONValue.string)) }
}
