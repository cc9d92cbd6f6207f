import Glibc

/// An errno of the system, with its text.
public struct SystemError: Error, Hashable, Sendable, CustomStringConvertible {
    /// The number, as errno(3) lists it.
    public var number: Int32

    /// The error of this number.
    public init(_ number: Int32) { self.number = number }

    /// The error of the call that failed just now.
    static var latest: SystemError { SystemError(errno) }

    /// The system's words for it.
    public var description: String {
        guard let text = strerror(number) else { return "error \(number)" }
        return String(cString: text)
    }
}
