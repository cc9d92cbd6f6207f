/// Bounds of what a document may ask of its reader, each with its unit.
public enum GraphQLLimits {
    /// A document, in bytes of UTF-8 (256 KiB).
    public static let documentBytesMax = 256 << 10
    /// Tokens of a document.
    public static let tokensMax = 10_000
    /// Levels of selection sets, lists, objects and list types within one another.
    public static let nestingLevelsMax = 64
    /// The same with fragments put in the place of their spreads.
    public static let expandedLevelsMax = 200
    /// Mistakes that are told of one document.
    public static let errorsMax = 100
    /// Comparisons of fields while looking for those that cannot be merged.
    public static let mergeStepsMax = 200_000
    /// Fields of an answer that stand within one another.
    public static let depthMax = 24
    /// The cost of an operation; see ``OperationCost``.
    public static let costMax = 100_000
    /// A list of which nothing is known is taken to have so many items.
    public static let assumedListSize = 10
    /// An answer without its errors, in bytes (32 MiB), as estimated while it is made.
    public static let answerBytesMax = 32 << 20
    /// How often a `graphql-transport-ws` client may subscribe at the same time.
    public static let subscriptionsMax = 100
    /// A message of a `graphql-transport-ws` client, in bytes (1 MiB).
    public static let messageBytesMax = 1 << 20
    /// An id that a `graphql-transport-ws` client gives a subscription, in bytes.
    public static let idBytesMax = 80
    /// The body or the query of an HTTP request, in bytes (1 MiB).
    public static let requestBytesMax = 1 << 20
    /// A client has to begin with `connection_init` within that time, in seconds.
    public static let initialisationSeconds = 3
}
