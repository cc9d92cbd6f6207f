import Scenarios

/// A text in the OpenMetrics format 1.0 in the making. Each family of metrics is written once, with
/// all its samples; labels are escaped here and nowhere else.
public struct MetricsText: Sendable {
    /// Labels of a sample, in their order.
    public typealias Labels = [(name: String, value: String)]

    private var lines = ""

    /// A text without families.
    public init() {}

    /// The whole text with its end mark.
    public var text: String { lines + "# EOF\n" }

    /// Values that go up and down. A name that ends in a unit (`_bytes`, `_seconds`) tells it.
    public mutating func gauge(
        _ name: String, _ help: String, _ samples: [(Labels, Double)]
    ) {
        begin(name, "gauge", help)
        for (labels, value) in samples { sample(name, labels, Self.number(value)) }
    }

    /// Counts that only grow while the daemon lives; `name` is without `_total`.
    public mutating func counter(
        _ name: String, _ help: String, _ samples: [(Labels, Int)]
    ) {
        begin(name, "counter", help)
        for (labels, value) in samples { sample(name + "_total", labels, String(value)) }
    }

    /// What something is, in labels; `name` is without `_info`.
    public mutating func info(_ name: String, _ help: String, _ labels: Labels) {
        begin(name, "info", help)
        sample(name + "_info", labels, "1")
    }

    /// How long things took; `name` ends in `_seconds`.
    public mutating func histogram(
        _ name: String, _ help: String, _ samples: [(Labels, Histogram)]
    ) {
        begin(name, "histogram", help)
        for (labels, histogram) in samples {
            var count = 0
            for (place, own) in histogram.counts.enumerated() {
                count += own
                let isLast = place == histogram.bounds.count
                let bound = isLast ? "+Inf" : Self.number(histogram.bounds[place])
                sample(name + "_bucket", labels + [("le", bound)], String(count))
            }
            sample(name + "_count", labels, String(count))
            sample(name + "_sum", labels, Self.number(histogram.sum.seconds))
        }
    }

    private mutating func begin(_ name: String, _ type: String, _ help: String) {
        lines += "# TYPE \(name) \(type)\n"
        for unit in ["seconds", "bytes"] where name.hasSuffix("_" + unit) {
            lines += "# UNIT \(name) \(unit)\n"
        }
        lines += "# HELP \(name) \(Self.escaped(help))\n"
    }

    private mutating func sample(_ name: String, _ labels: Labels, _ value: String) {
        let inside = labels.map { "\($0.name)=\"\(Self.escaped($0.value))\"" }
        lines += name + (labels.isEmpty ? "" : "{\(inside.joined(separator: ","))}")
        lines += " \(value)\n"
    }

    /// A number as OpenMetrics writes it.
    private static func number(_ value: Double) -> String {
        if value.isNaN { return "NaN" }
        guard value.isFinite else { return value < 0 ? "-Inf" : "+Inf" }
        return value.description
    }

    private static func escaped(_ text: String) -> String {
        var escaped = ""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\\": escaped += #"\\"#
            case "\"": escaped += #"\""#
            case "\n": escaped += #"\n"#
            default: escaped.unicodeScalars.append(scalar)
            }
        }
        return escaped
    }
}
