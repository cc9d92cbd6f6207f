/// Bounds of sending messages to webhooks, with their units.
enum CourierLimits {
    /// Messages on their way at once.
    static let sendingMax = 32
    /// Messages on their way to one host and port.
    static let ofHostMax = 4
    /// Messages on their way of one owner's webhooks.
    static let ofOwnerMax = 8
    /// Due messages of one webhook that are looked at together: some are on their way already.
    static let lookedAtOfEachMax = 2 * ofHostMax
    /// How long looking a name up and connecting may take, in milliseconds.
    static let connectMilliseconds: Int64 = 5_000
    /// How long the courier waits when nothing happens, in milliseconds.
    static let waitMilliseconds = 60_000
    /// How long the daemon waits at its end for the courier.
    static let endPause = Duration.seconds(2)
    /// Finished deliveries that one step of tidying removes.
    static let forgottenPerStepMax = 1_000
}
