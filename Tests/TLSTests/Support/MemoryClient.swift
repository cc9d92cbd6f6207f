import COpenSSL
import NIOCore
import Testing

/// A client of TLS between buffers, which may be as old or as wrong as a test needs it.
final class MemoryClient {
    struct Options {
        var versions: ClosedRange<Int32> = TLS1_2_VERSION...TLS1_3_VERSION
        /// Ciphers for 1.2 and before, as OpenSSL lists them.
        var ciphers: String?
        var groups: String?
        /// Protocols it offers; empty: it does not speak of any.
        var protocols: [String] = []
        /// Files with its certificate and key.
        var identity: (certificate: String, key: String)?
    }

    /// What clients of the same options share; it takes far longer to make than a connection.
    final class Context {
        let pointer: OpaquePointer
        let protocols: [UInt8]

        init(_ options: Options) throws {
            pointer = try #require(SSL_CTX_new(TLS_client_method()))
            SSL_CTX_set_security_level(pointer, 0)
            SSL_CTX_ctrl(
                pointer, SSL_CTRL_SET_MIN_PROTO_VERSION, Int(options.versions.lowerBound), nil)
            SSL_CTX_ctrl(
                pointer, SSL_CTRL_SET_MAX_PROTO_VERSION, Int(options.versions.upperBound), nil)
            if let ciphers = options.ciphers { SSL_CTX_set_cipher_list(pointer, ciphers) }
            if let groups = options.groups { copenssl_set_groups(pointer, groups) }
            if let identity = options.identity {
                SSL_CTX_use_certificate_chain_file(pointer, identity.certificate)
                SSL_CTX_use_PrivateKey_file(pointer, identity.key, SSL_FILETYPE_PEM)
            }
            protocols = options.protocols.flatMap { [UInt8($0.utf8.count)] + $0.utf8 }
        }

        deinit { SSL_CTX_free(pointer) }
    }

    let connection: OpaquePointer
    private let input: OpaquePointer
    private let output: OpaquePointer
    /// What came for the application.
    private(set) var received: [UInt8] = []
    /// The peer has said its end.
    private(set) var isEnded = false
    /// Why it cannot go on.
    private(set) var failure: String?

    convenience init(_ options: Options = Options()) throws { try self.init(Context(options)) }

    init(_ context: Context) throws {
        connection = try #require(SSL_new(context.pointer))
        input = try #require(BIO_new(BIO_s_mem()))
        output = try #require(BIO_new(BIO_s_mem()))
        if !context.protocols.isEmpty {
            SSL_set_alpn_protos(connection, context.protocols, UInt32(context.protocols.count))
        }
        SSL_set_bio(connection, input, output)
        SSL_set_connect_state(connection)
    }

    deinit { SSL_free(connection) }

    var isReady: Bool { SSL_is_init_finished(connection) == 1 }

    /// Gives it what came from the server, and returns what it answers.
    func take(_ bytes: [UInt8]) -> [UInt8] {
        if !bytes.isEmpty { BIO_write(input, bytes, Int32(bytes.count)) }
        ERR_clear_error()
        guard isReady || check(SSL_do_handshake(connection)) else { return sent() }
        var chunk = [UInt8](repeating: 0, count: 16 << 10)
        while true {
            let count = SSL_read(connection, &chunk, Int32(chunk.count))
            guard check(count) else { return sent() }
            received += chunk[..<Int(count)]
        }
    }

    /// Encrypts.
    func send(_ bytes: [UInt8]) -> [UInt8] {
        ERR_clear_error()
        _ = check(SSL_write(connection, bytes, Int32(bytes.count)))
        return sent()
    }

    /// Says its end.
    func end() -> [UInt8] {
        SSL_shutdown(connection)
        return sent()
    }

    /// Asks for other keys, and the peer to do so, too (TLS 1.3).
    func updateKeys() -> [UInt8] {
        SSL_key_update(connection, SSL_KEY_UPDATE_REQUESTED)
        SSL_do_handshake(connection)
        return sent()
    }

    /// Wants to negotiate again (TLS 1.2).
    func renegotiate() -> [UInt8] {
        SSL_renegotiate(connection)
        SSL_do_handshake(connection)
        return sent()
    }

    private func check(_ result: Int32) -> Bool {
        guard result <= 0 else { return true }
        switch SSL_get_error(connection, result) {
        case SSL_ERROR_WANT_READ: break
        case SSL_ERROR_ZERO_RETURN: isEnded = true
        default:
            failure = ERR_reason_error_string(ERR_get_error()).map { String(cString: $0) } ?? "?"
        }
        return false
    }

    private func sent() -> [UInt8] {
        let count = BIO_ctrl_pending(output)
        return [UInt8](unsafeUninitializedCapacity: count) { bytes, made in
            made = count == 0 ? 0 : Int(BIO_read(output, bytes.baseAddress, Int32(count)))
        }
    }
}
