/// Bounds of keys, limits and the audit log, with their units.
public enum AccessLimits {
    /// Random bytes of a key.
    public static let secretBytes = 32
    /// Bytes of a text that is looked at as a key; a longer one is none.
    public static let presentedBytesMax = 512
    /// Bytes of a key's name.
    public static let nameBytesMax = 200
    /// Keys of one owner, those that are revoked and not forgotten included.
    public static let keysOfOwnerMax = 1_000
    /// Keys of everybody.
    public static let keysMax = 20_000
    /// Networks that one key may come from.
    public static let networksMax = 100
    /// Requests a minute that a key may be given.
    public static let requestsPerMinuteMax = 1_000_000
    /// Requests a minute of a key that names no number.
    public static let requestsPerMinute = 6_000
    /// Wrong keys a minute from one place; further ones are answered with 429.
    public static let guessesPerMinute = 30
    /// Places whose wrong keys are counted; the one counted longest is forgotten for another.
    public static let guessersMax = 10_000
    /// Kinds of refusals that are gathered at once; what is more is gathered as one.
    public static let gatheredMax = 1_000
    /// Kinds of refusals of one party that are gathered with what was asked for.
    public static let gatheredOfPartyMax = 20
    /// Bytes of any text of an audit entry.
    public static let auditTextBytesMax = 500
}
