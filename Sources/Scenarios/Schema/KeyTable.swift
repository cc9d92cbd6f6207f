/// One key of a mapping: the reader, the hints and the JSON Schema all come from it.
package struct KeyRule: Sendable {
    /// The key.
    package let name: String
    /// Other spellings that mean the same.
    package var aliases: [String] = []
    /// What its value looks like.
    package let shape: Shape
    /// Whether it must be there.
    package var isRequired = false
    /// Whether the key with null means something, unlike its absence.
    package var nullCounts = false
    /// One line for editors.
    package let doc: String

    /// Makes a rule.
    package init(
        _ name: String, _ shape: Shape, _ doc: String, aliases: [String] = [],
        isRequired: Bool = false, nullCounts: Bool = false
    ) {
        self.name = name
        self.shape = shape
        self.doc = doc
        self.aliases = aliases
        self.isRequired = isRequired
        self.nullCounts = nullCounts
    }
}

/// The known keys of a mapping.
package struct KeyTable: Sendable {
    /// What the mapping is, in a message: `a step`.
    package let title: String
    /// The keys in the order of the documentation.
    package let keys: [KeyRule]
    /// Exactly one of these must be there, null or not; empty: no such rule.
    package let exactlyOneOf: [String]
    /// Keys that are passed over without a word.
    package let ignored: Set<String>
    private let places: [String: Int]

    /// Makes a table.
    package init(
        _ title: String, exactlyOneOf: [String] = [], ignored: Set<String> = [],
        _ keys: [KeyRule]
    ) {
        self.title = title
        self.keys = keys
        self.exactlyOneOf = exactlyOneOf
        self.ignored = ignored
        var places: [String: Int] = [:]
        for (place, rule) in keys.enumerated() {
            for name in [rule.name] + rule.aliases { places[name] = place }
        }
        self.places = places
    }

    /// The rule of a key or of an alias.
    package subscript(name: String) -> KeyRule? { places[name].map { keys[$0] } }

    /// Every spelling, for hints.
    package var spellings: [String] { keys.flatMap { [$0.name] + $0.aliases } }
}
