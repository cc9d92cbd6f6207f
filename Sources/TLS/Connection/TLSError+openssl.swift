import COpenSSL

extension TLSError {
    /// Names what OpenSSL noted for this thread while it worked on a connection.
    static func take(_ connection: OpaquePointer) -> TLSError {
        // The earliest note is the cause; later ones say where it led.
        let code = ERR_get_error()
        ERR_clear_error()
        let detail = ERR_reason_error_string(code).map { String(cString: $0) } ?? "no reason given"
        let reason = ERR_GET_REASON(code)
        if reason > SSL_AD_REASON_OFFSET, ERR_GET_LIB(code) == ERR_LIB_SSL {
            let alert = SSL_alert_desc_string_long(reason - SSL_AD_REASON_OFFSET)
            return .alerted(alert.map { String(cString: $0) } ?? detail)
        }
        switch reason {
        case SSL_R_HTTP_REQUEST, SSL_R_HTTPS_PROXY_REQUEST: return .plainHTTP
        case SSL_R_WRONG_VERSION_NUMBER, SSL_R_UNSUPPORTED_PROTOCOL, SSL_R_VERSION_TOO_LOW,
            SSL_R_UNKNOWN_PROTOCOL, SSL_R_NO_PROTOCOLS_AVAILABLE,
            SSL_R_INAPPROPRIATE_FALLBACK:
            return .versionUnsupported(detail: detail)
        case SSL_R_NO_SHARED_CIPHER, SSL_R_NO_SUITABLE_KEY_SHARE, SSL_R_NO_SHARED_GROUPS,
            SSL_R_NO_SUITABLE_GROUPS, SSL_R_NO_SUITABLE_SIGNATURE_ALGORITHM,
            SSL_R_NO_SHARED_SIGNATURE_ALGORITHMS:
            return .nothingShared(detail: detail)
        case SSL_R_NO_APPLICATION_PROTOCOL: return .protocolUnsupported
        case SSL_R_PEER_DID_NOT_RETURN_A_CERTIFICATE: return .certificateMissing
        case SSL_R_CERTIFICATE_VERIFY_FAILED:
            let reason = X509_verify_cert_error_string(SSL_get_verify_result(connection))
            return .certificateRefused(reason: reason.map { String(cString: $0) } ?? detail)
        case SSL_R_DECRYPTION_FAILED_OR_BAD_RECORD_MAC, SSL_R_DATA_LENGTH_TOO_LONG,
            SSL_R_ENCRYPTED_LENGTH_TOO_LONG, SSL_R_PACKET_LENGTH_TOO_LONG:
            return .recordDamaged
        default: return .violated(detail: detail)
        }
    }
}
