/// Every status this program ends with; the table is in orchestroctl(1).
enum ExitStatus: Int32, Error {
    /// Everything asked for holds.
    case success = 0
    /// At least one scenario failed.
    case failed = 1
    /// The request is wrong: usage, invalid scenario.
    case usage = 2
    /// It could not be done: program not startable, infrastructure error.
    case unable = 3
    /// Interrupted; what was started has been stopped.
    case interrupted = 130
}
