import Scenarios

/// Why bytes are no frame, or a frame none that is understood. Whoever receives one ends the
/// conversation: what follows cannot be trusted.
public enum FrameError: Error, Hashable, Sendable, CustomStringConvertible {
    /// The head announces more than ``WorkerLimits/frameBytesMax``, or nothing at all.
    case length(Int)
    /// The text is not UTF-8.
    case notText
    /// The text is not JSON.
    case notJSON(JSONError)
    /// The JSON has not the shape of its frame.
    case shape(ShapeError)

    /// What is wrong, as a fragment.
    public var description: String {
        switch self {
        case .length(let count):
            "a frame of \(count) bytes; 1 to \(WorkerLimits.frameBytesMax) are allowed"
        case .notText: "a frame is not UTF-8 text"
        case .notJSON(let error): "a frame is not JSON: \(error.message) (at \(error.offset))"
        case .shape(let error): "a frame is wrong at \(error.message)"
        }
    }
}
