import COpenSSL

/// Text on its way into OpenSSL or out of it.
struct MemoryText {
    let memory: Owned

    /// An empty one to be written to.
    init() {
        guard let memory = Owned(BIO_new(BIO_s_mem()), free: { BIO_free_all($0) }) else {
            // Swift's own allocations end the process then, too.
            fatalError("OpenSSL has no memory")
        }
        self.memory = memory
    }

    /// One to be read from.
    init(_ text: [UInt8]) {
        self.init()
        // Texts are bounded by `TLSLimits.fileBytesMax`; a memory buffer takes all of them.
        BIO_write(memory.pointer, text, Int32(text.count))
    }

    /// What was written.
    var text: String {
        var start: UnsafePointer<CChar>?
        let count = copenssl_bytes(memory.pointer, &start)
        let bytes = UnsafeRawBufferPointer(start: start, count: max(0, count))
        return String(decoding: bytes, as: UTF8.self)
    }
}

/// The first error that OpenSSL noted for this thread, in its words.
func firstOpenSSLError() -> String {
    let code = ERR_peek_error()
    ERR_clear_error()
    guard let reason = ERR_reason_error_string(code) else { return "no reason given" }
    return String(cString: reason)
}
