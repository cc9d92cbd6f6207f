/// Why a certificate was not made, or not written.
public enum CertificateMakingError: Error, Hashable, Sendable {
    /// A certificate without names is of no use.
    case noNames
    /// More names than `TLSLimits.namesMax`.
    case tooManyNames
    /// Not between one day and `TLSLimits.validityDaysMax`.
    case badValidity(days: Int)
    /// The library refuses.
    case refused(detail: String)
    /// There is such a file already, and it may be in use.
    case exists(path: String)
    /// A file cannot be written.
    case unwritable(path: String, reason: String)
}

extension CertificateMakingError: CustomStringConvertible {
    /// The message, with what to do.
    public var description: String {
        switch self {
        case .noNames: "a certificate needs at least one host name or address"
        case .tooManyNames: "a certificate has at most \(TLSLimits.namesMax) names"
        case .badValidity(let days):
            "a certificate cannot be valid for \(days) days; between 1 and"
                + " \(TLSLimits.validityDaysMax) are possible"
        case .refused(let detail): "failed to make a certificate: \(detail)"
        case .exists(let path):
            "\(path): there is such a file already; move it away, or name another directory"
        case .unwritable(let path, let reason):
            "\(path): cannot be written: \(reason); name a directory that is there and writable"
        }
    }
}
