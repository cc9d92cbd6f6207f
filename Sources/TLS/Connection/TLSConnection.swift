import COpenSSL
import NIOCore

/// The server's side of one TLS connection, between buffers: what came is fed, what is to be sent
/// is taken. It knows no channel and no clock. One thread at a time may use it.
final class TLSConnection {
    /// How far a step came.
    enum Step: Equatable {
        /// It is done; there may be more.
        case done
        /// The peer has to send more.
        case needsInput
        /// The peer has said that it sends no more.
        case ended
        /// There is nothing more to be had from this connection.
        case failed(TLSError)
    }

    /// Keeps the context alive; the library does, too.
    private let context: TLSContext
    private let owned: Owned
    /// What came and is not decrypted, what is encrypted and not taken. The connection frees them.
    private let input: OpaquePointer
    private let output: OpaquePointer

    init(_ context: TLSContext) {
        guard let owned = Owned(SSL_new(context.owned.pointer), free: { SSL_free($0) }),
            let input = BIO_new(BIO_s_mem()), let output = BIO_new(BIO_s_mem())
        else { fatalError("OpenSSL has no memory") }
        self.context = context
        self.owned = owned
        self.input = input
        self.output = output
        SSL_set_bio(owned.pointer, input, output)
        SSL_set_accept_state(owned.pointer)
    }

    /// What the handshake agreed on, once it is over.
    var session: TLSSession { TLSSession(owned.pointer) }

    /// Bytes that are held: fed and not decrypted, or encrypted and not taken.
    var heldBytes: Int { copenssl_waiting(input) + copenssl_waiting(output) }

    /// Adds what came from the peer, at most `TLSLimits.inputBytesMax` at a time.
    func feed(_ bytes: ByteBuffer) {
        bytes.withUnsafeReadableBytes { bytes in
            _ = BIO_write(input, bytes.baseAddress, Int32(bytes.count))
        }
    }

    /// Goes on with the handshake.
    func handshake() -> Step {
        ERR_clear_error()
        return step(after: SSL_do_handshake(owned.pointer))
    }

    /// Decrypts at most one record, or what was left of it.
    func decrypt(into plaintext: inout ByteBuffer) -> Step {
        let here = copenssl_waiting(input) + Int(SSL_pending(owned.pointer))
        let space = min(max(here, 256), TLSLimits.recordBytesMax)
        var result: Int32 = 0
        ERR_clear_error()
        plaintext.writeWithUnsafeMutableBytes(minimumWritableBytes: space) { into in
            result = SSL_read(owned.pointer, into.baseAddress, Int32(clamping: into.count))
            return Int(max(0, result))
        }
        return step(after: result)
    }

    /// Encrypts all of it.
    func encrypt(_ plaintext: ByteBuffer) -> Step {
        guard plaintext.readableBytes > 0 else { return .done }
        ERR_clear_error()
        let result = plaintext.withUnsafeReadableBytes { bytes in
            SSL_write(owned.pointer, bytes.baseAddress, Int32(bytes.count))
        }
        return step(after: result)
    }

    /// Says that nothing more will be sent.
    func end() {
        ERR_clear_error()
        SSL_shutdown(owned.pointer)
        ERR_clear_error()
    }

    /// What is to be sent to the peer, if anything.
    func takeOutput(_ allocator: ByteBufferAllocator) -> ByteBuffer? {
        let count = copenssl_waiting(output)
        guard count > 0 else { return nil }
        var bytes = allocator.buffer(capacity: count)
        bytes.writeWithUnsafeMutableBytes(minimumWritableBytes: count) { into in
            Int(max(0, BIO_read(output, into.baseAddress, Int32(count))))
        }
        return bytes
    }

    private func step(after result: Int32) -> Step {
        guard result <= 0 else { return .done }
        switch SSL_get_error(owned.pointer, result) {
        case SSL_ERROR_WANT_READ: return .needsInput
        case SSL_ERROR_ZERO_RETURN: return .ended
        default: return .failed(.take(owned.pointer))
        }
    }
}
