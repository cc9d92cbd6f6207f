/// Bounds of sending messages to webhooks, with their units.
enum CourierLimits {
    /// Messages on their way at once to receivers that are not slow.
    static let promptMax = 24
    /// Of these, messages of one owner's webhooks.
    static let ofOwnerMax = 8
    /// Of these, messages to one host and port.
    static let ofHostMax = 8
    /// Of these, messages of one owner to one host and port.
    static let ofReceiverMax = 4
    /// Messages on their way at once to slow receivers, each of which has one.
    static let slowMax = 8
    /// Of these, messages of one owner's webhooks.
    static let slowOfOwnerMax = 2
    /// Of these, messages to one host and port.
    static let slowOfHostMax = 2
    /// How long a try takes that makes a receiver slow, when it may take twice as long or longer.
    static let slowTry = Duration.seconds(2)
    /// Receivers of which is known how they do.
    static let knownReceiversMax = 4_096
    /// Due messages of one webhook that are looked at together: some are on their way already.
    static let lookedAtOfEachMax = 2 * ofReceiverMax
    /// How many times longer the store is left alone than looking for due messages took: looking
    /// takes a tenth of the loop's time at most.
    static let restPerLook = 9
    /// How long looking a name up and connecting may take, in milliseconds.
    static let connectMilliseconds: Int64 = 5_000
    /// How long the courier waits when nothing happens, in milliseconds.
    static let waitMilliseconds = 60_000
    /// How long the daemon waits at its end for the courier.
    static let endPause = Duration.seconds(2)
    /// Finished deliveries that one step of tidying removes.
    static let forgottenPerStepMax = 1_000

    /// How long a try takes that makes a receiver slow, when one may take that long.
    static func slowTry(within timeout: Duration) -> Duration { min(slowTry, timeout / 2) }
}
