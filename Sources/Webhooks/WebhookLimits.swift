/// Bounds of webhooks, with their units.
public enum WebhookLimits {
    /// Webhooks of one owner.
    public static let ofOwnerMax = 50
    /// Webhooks of everybody.
    public static let webhooksMax = 1_000
    /// Bytes of a webhook's name, and of the name of jobs that it is told of.
    public static let nameBytesMax = 200
    /// Bytes of a URL.
    public static let urlBytesMax = 2_000
    /// Messages to one webhook that may be pending; further ones are dead letters from the start.
    public static let pendingOfWebhookMax = 10_000
    /// Bytes of what was wrong with a try, as it is kept.
    public static let errorBytesMax = 300
    /// Random bytes of a secret; Standard Webhooks wants 24 to 64.
    public static let secretBytes = 32
    /// Random bytes of a webhook's token.
    public static let tokenBytes = 9
    /// How long the secret before the present one is valid.
    public static let previousSecret = Duration.seconds(86_400)
}

extension Duration {
    /// Whole microseconds, for comparison with stored times.
    var microseconds: Int64 { Int64(self / .microseconds(1)) }
}
