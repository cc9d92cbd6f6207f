/// Why a `graphql-transport-ws` connection is closed by the service.
public enum TransportClose: Hashable, Sendable {
    /// A message that the protocol does not know, or that is not in its form.
    case invalidMessage
    /// Something was asked before the connection was acknowledged.
    case unauthorized
    /// Who asks may not.
    case forbidden
    /// `connection_init` did not come in time.
    case initialisationTimeout
    /// An id was used again while its subscription lasts.
    case subscriberExists(String)
    /// `connection_init` came again.
    case tooManyInitialisations
    /// A message is larger than it may be.
    case tooLarge

    /// The WebSocket's close code.
    public var code: UInt16 {
        switch self {
        case .invalidMessage: 4400
        case .unauthorized: 4401
        case .forbidden: 4403
        case .initialisationTimeout: 4408
        case .subscriberExists: 4409
        case .tooManyInitialisations: 4429
        case .tooLarge: 1009
        }
    }

    /// The WebSocket's close reason, at most 123 bytes.
    public var reason: String {
        switch self {
        case .invalidMessage: "Invalid message"
        case .unauthorized: "Unauthorized"
        case .forbidden: "Forbidden"
        case .initialisationTimeout: "Connection initialisation timeout"
        case .subscriberExists(let id): "Subscriber for \(id) already exists"
        case .tooManyInitialisations: "Too many initialisation requests"
        case .tooLarge: "Message too large"
        }
    }
}
