/// What a value in a scenario file may look like.
///
/// The reader checks files against shapes and the JSON Schema is written from them, so the two
/// accept the same. What a shape cannot say (a regular expression compiles, a name is known) the
/// readers check afterwards.
package indirect enum Shape: Sendable {
    /// Text.
    case text
    /// Text, a number or a boolean, taken as text.
    case label
    /// A label or null.
    case labelOrNull
    /// True or false.
    case bool
    /// Just this boolean.
    case constant(Bool)
    /// A finite number.
    case number(NumberBounds)
    /// A number without fraction.
    case integer(ClosedRange<Int>)
    /// One of these texts.
    case choice([String])
    /// A text of a form of its own.
    case form(TextForm)
    /// A list with so many items.
    case list(Shape, ClosedRange<Int>)
    /// A mapping from free names.
    case map(Shape, NameForm)
    /// A mapping with known keys.
    case record(KeyTable)
    /// A mapping whose `type` decides which keys are known.
    case tagged([TaggedCase])
    /// Anything JSON can say.
    case anything
    /// One of several, told apart by their kind.
    case either([Shape])

    /// One value or a list of such values.
    package static func oneOrMany(_ shape: Shape) -> Shape { .either([shape, .some(shape)]) }
    /// A list that is not empty.
    package static func some(_ shape: Shape) -> Shape { .list(shape, 1...ScenarioLimits.itemsMax) }
    /// A list that may be empty.
    package static func many(_ shape: Shape) -> Shape { .list(shape, 0...ScenarioLimits.itemsMax) }
}

/// One value of `type` with the keys that belong to it.
package struct TaggedCase: Sendable {
    /// Values of `type` that mean this case; the first is its name.
    package let names: [String]
    /// Its keys, without `type`.
    package let table: KeyTable
}

/// From where to where a number may go.
package struct NumberBounds: Sendable {
    /// The smallest value, itself in or out.
    package var minimum: Double?
    /// Whether the smallest value itself is out.
    package var isOpen = false
    /// The largest value.
    package var maximum: Double?

    /// Makes bounds.
    package init(minimum: Double? = nil, isOpen: Bool = false, maximum: Double? = nil) {
        self.minimum = minimum
        self.isOpen = isOpen
        self.maximum = maximum
    }

    /// A number without bounds.
    package static let any = NumberBounds()
    /// A time in seconds, above zero.
    package static let time = NumberBounds(
        minimum: 0, isOpen: true, maximum: Double(ScenarioLimits.secondsMax))
    /// A time in seconds, zero too.
    package static let timeOrZero = NumberBounds(
        minimum: 0, maximum: Double(ScenarioLimits.secondsMax))
    /// How many processors.
    package static let processors = NumberBounds(minimum: 0, isOpen: true, maximum: 4_096)

    /// Whether the number is inside.
    package func contains(_ value: Double) -> Bool {
        if let minimum, isOpen ? value <= minimum : value < minimum { return false }
        if let maximum, value > maximum { return false }
        return value.isFinite
    }

    /// What a number outside is told.
    package func complaint(_ value: Double) -> String {
        if let minimum, isOpen ? value <= minimum : value < minimum {
            let zero = minimum == 0 ? "zero" : minimum.pythonText
            return isOpen ? "above \(zero)" : "\(zero) or more"
        }
        return maximum.map { "at most \(Int($0))" } ?? "finite"
    }
}

/// Which names a free mapping may have.
package enum NameForm: Sendable {
    /// Any text but the empty one.
    case any
    /// No `=` and no NUL.
    case environment
    /// What can stand after `matrix.`.
    case matrix

    /// Whether the name may be used.
    package func accepts(_ name: String) -> Bool {
        switch self {
        case .any: !name.isEmpty
        case .environment:
            !name.isEmpty && !name.utf8.contains { $0 == 0 || $0 == UInt8(ascii: "=") }
        case .matrix: Placeholder.isName(name)
        }
    }

    /// What a name must be.
    package var phrase: String {
        switch self {
        case .any: "must not be empty"
        case .environment: "must not be empty and have no `=`"
        case .matrix: "must be letters, digits, `_` and `-`, not starting with a digit"
        }
    }
}

/// A text that must have a form, as a JSON Schema pattern and as code.
package struct TextForm: Sendable {
    /// What it is, in a message.
    package let phrase: String
    /// The form as an ECMA 262 pattern.
    package let pattern: String
    /// Whether a text has the form.
    package let accepts: @Sendable (String) -> Bool
}
