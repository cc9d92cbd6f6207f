/// Bounds on what a scenario file may ask for; each is met exactly by a valid file.
public enum ScenarioLimits {
    /// Size of a file, in bytes (1 MiB).
    public static let fileBytesMax = 1_048_576
    /// Collections inside one another, in levels; the document's own mapping is the first.
    public static let nestingLevelsMax = 64
    /// Nodes that aliases and merge keys may add to a document.
    public static let aliasNodesMax = 10_000
    /// Tasks one matrix may give.
    public static let matrixCellsMax = 1_000
    /// Keys of a matrix.
    public static let matrixKeysMax = 100
    /// Nodes of the document times cells of its matrix.
    public static let matrixNodesMax = 1_000_000
    /// Text that matrix values make, over all cells of a file, in bytes (16 MiB).
    public static let matrixTextBytesMax = 16_777_216
    /// Steps of a scenario.
    public static let stepsMax = 10_000
    /// Items of any other list, members of any map.
    public static let itemsMax = 10_000
    /// Errors and warnings told about one file.
    public static let diagnosticsMax = 1_000
    /// Any time, in seconds (one year).
    public static let secondsMax = 31_536_000
    /// Columns or rows of a terminal, in cells.
    public static let terminalCellsMax = 1_000
    /// Further attempts after a failure.
    public static let retriesMax = 100
    /// Parentheses and `not` inside one another in a condition, in levels.
    public static let conditionLevelsMax = 32
    /// Words, texts and signs of a condition.
    public static let conditionTokensMax = 256
    /// Name of a screenshot or snapshot, in bytes; leaves room for a suffix in a file name.
    public static let slugBytesMax = 200
    /// Arrays and objects inside one another in a JSON text, in levels.
    public static let jsonLevelsMax = 128
}
