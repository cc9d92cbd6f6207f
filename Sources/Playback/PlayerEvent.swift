import Scenarios

/// Everything that can happen to a conversation.
public enum PlayerEvent {
    /// The program runs.
    case started
    /// The program wrote; `more` when further bytes are known to be there at once. The bytes
    /// are only valid during the call.
    case output(UnsafeRawBufferPointer, more: Bool)
    /// The program's shell told where it is.
    case shellMark(ShellMarks.Mark)
    /// The program wrote to its standard error (pipe driver only).
    case errorOutput(UnsafeRawBufferPointer)
    /// Nobody can write any more.
    case outputClosed
    /// The program's own process ended. All it wrote before has been reported.
    case programEnded(Ending)
    /// The program's own process was stopped by a signal, or went on.
    case programStopped(signal: Int?)
    /// The moment of the latest `wake` came; the stall time since the latest `markStall`.
    case timeReached(stalled: Duration)
    /// All input was taken by the terminal or pipe, or nobody is there to take it.
    case inputWritten
    /// The program waits for input; the evidence in words. Unless sure, it may go on by itself.
    case idle(evidence: String, isSure: Bool)
    /// The host command ended with that status (nil: not in time), having printed this.
    case hostCommandEnded(status: Int?, output: String)
    /// The program answered the screenshot trigger.
    case screenshotTaken
    /// New lines of the sentinel file.
    case sentinels([String])
    /// Somebody stops the conversation.
    case cancelled(by: String)
    /// It cannot go on.
    case broken(ErrorCause)
}

/// What the owner of a conversation must do, in order.
public enum PlayerEffect: Hashable, Sendable {
    /// Give these bytes to the program and answer with `inputWritten`.
    case write([UInt8])
    /// Close the program's standard input (pipe driver only).
    case closeInput
    /// Answer with `timeReached` at that moment; replaces an earlier one.
    case wake(Instant)
    /// Count stall time from now.
    case markStall
    /// Change the terminal's size.
    case resize(columns: Int, rows: Int)
    /// Signal the terminal's foreground process group.
    case signal(SignalName)
    /// Run a host command and answer with `hostCommandEnded`.
    case run(HostCommand, timeout: Duration)
    /// Ask the program for a screenshot by trigger file; answer with `screenshotTaken`.
    case requestScreenshot(slug: String)
    /// The screenshot is there or given up.
    case endScreenshot(slug: String)
    /// Begin to report sentinels.
    case watchSentinels
    /// Look for evidence that the program waits for input; answer with `idle` when found.
    case watchIdle
    /// Stop looking.
    case unwatchIdle
    /// A step begins.
    case stepStarted(Int)
    /// A step is over; the failure when something of it did not hold.
    case stepEnded(Int, StepResult.Status, Failure? = nil)
    /// The conversation is over.
    case finished(Verdict)
}

/// What the conversation gave, before validations.
public enum Verdict: Hashable, Sendable {
    /// Every step held, and the exit status where one was asked for.
    case held
    /// A step did not hold.
    case failed(Failure)
    /// It could not be judged.
    case error(ErrorCause)
    /// Somebody stopped it.
    case cancelled(by: String)
}
