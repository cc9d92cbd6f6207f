/// One key of a mapping: the reader, the hints and the JSON Schema all come from it.
struct KeyRule: Sendable {
    /// The key.
    let name: String
    /// Other spellings that mean the same.
    var aliases: [String] = []
    /// What its value looks like.
    let shape: Shape
    /// Whether it must be there.
    var isRequired = false
    /// Whether the key with null means something, unlike its absence.
    var nullCounts = false
    /// One line for editors.
    let doc: String

    /// Makes a rule.
    init(
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
struct KeyTable: Sendable {
    /// What the mapping is, in a message: `a step`.
    let title: String
    /// The keys in the order of the documentation.
    let keys: [KeyRule]
    /// Exactly one of these must be there, null or not; empty: no such rule.
    let exactlyOneOf: [String]
    /// Keys that are passed over without a word.
    let ignored: Set<String>
    private let places: [String: Int]

    /// Makes a table.
    init(
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
    subscript(name: String) -> KeyRule? { places[name].map { keys[$0] } }

    /// Every spelling, for hints.
    var spellings: [String] { keys.flatMap { [$0.name] + $0.aliases } }
}
