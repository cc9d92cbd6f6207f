/// Every status this program ends with; the table is in orchestroctl(1).
enum ExitStatus: Int32, Error {
    /// Everything asked for holds.
    case success = 0
    /// At least one scenario failed.
    case failed = 1
    /// The request is wrong: usage, invalid scenario, unknown job.
    case usage = 2
    /// It could not be done: daemon unreachable, program not startable, infrastructure error.
    case unable = 3
    /// Not allowed: no key, a bad key, for administrators only, a limit of the caller.
    case notAllowed = 4
    /// Interrupted; what was started has been stopped.
    case interrupted = 130
}
