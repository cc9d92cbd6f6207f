import Scenarios

/// What a conversation needs to know besides its scenario.
public struct PlayerSettings: Sendable {
    /// Timeouts credit no stall time.
    public var strictTimeouts = false
    /// The program is a shell that prints ``ShellMarks``.
    public var hasShellMarks = false
    /// Nonce of those marks; a ``ShellSession`` needs it.
    public var shellNonce = ""
    /// The program's environment, for conditions.
    public var environment: [String: String] = [:]

    /// Load-aware, no shell marks, empty environment.
    public init() {}
}
