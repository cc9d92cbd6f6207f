/// Why a connection ended that did not end well.
public enum TLSError: Error, Hashable, Sendable {
    /// The peer speaks HTTP without TLS.
    case plainHTTP
    /// The peer speaks neither TLS 1.2 nor 1.3, or no TLS at all.
    case versionUnsupported(detail: String)
    /// The peer offers no cipher, curve or signature that is used here.
    case nothingShared(detail: String)
    /// The peer wants other protocols than HTTP/1.1 (ALPN).
    case protocolUnsupported
    /// The client has no certificate, and one is required.
    case certificateMissing
    /// The client's certificate does not verify.
    case certificateRefused(reason: String)
    /// The peer ended the connection with an alert.
    case alerted(String)
    /// A record was changed on its way, or is no record.
    case recordDamaged
    /// The peer does not keep to TLS in another way.
    case violated(detail: String)
    /// The handshake took longer than `TLSLimits.handshakeTimeout`.
    case handshakeTimedOut
    /// The peer sent more than `TLSLimits.handshakeBytesMax` before the end of the handshake.
    case handshakeTooLarge
    /// The peer left before the end of the handshake.
    case leftDuringHandshake
    /// The stream ended without the peer's saying so; somebody may have cut it.
    case truncated
    /// The peer makes us answer and does not take more than `TLSLimits.controlBytesMax`.
    case answersNotTaken
    /// The application wrote more than `TLSLimits.earlyOutputBytesMax` before the handshake ended.
    case tooMuchWrittenEarly
}

extension TLSError: CustomStringConvertible {
    /// The message.
    public var description: String {
        switch self {
        case .plainHTTP: "the client speaks HTTP without TLS"
        case .versionUnsupported(let detail): "neither TLS 1.2 nor TLS 1.3 (\(detail))"
        case .nothingShared(let detail):
            "the client has no cipher, curve or signature of ours (\(detail))"
        case .protocolUnsupported: "the client wants another protocol than HTTP/1.1"
        case .certificateMissing: "the client shows no certificate, and one is required"
        case .certificateRefused(let reason): "the client's certificate is refused: \(reason)"
        case .alerted(let alert): "the client ended the connection: \(alert)"
        case .recordDamaged: "a record is damaged"
        case .violated(let detail): "the client does not keep to TLS (\(detail))"
        case .handshakeTimedOut: "the handshake took longer than \(TLSLimits.handshakeTimeout)"
        case .handshakeTooLarge:
            "the handshake is longer than \(TLSLimits.handshakeBytesMax >> 10) KiB"
        case .leftDuringHandshake: "the client left during the handshake"
        case .truncated: "the stream was cut off: the client left without saying so"
        case .answersNotTaken: "the client asks for answers and does not take them"
        case .tooMuchWrittenEarly: "too much was written before the end of the handshake"
        }
    }
}
