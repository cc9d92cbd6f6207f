/// Something of OpenSSL that is freed when nobody needs it any more. It is not changed after it was
/// made, so threads may share it.
final class Owned: @unchecked Sendable {
    let pointer: OpaquePointer
    private let free: @Sendable (OpaquePointer?) -> Void

    /// Takes over what a function made; nil when it made nothing.
    init?(_ pointer: OpaquePointer?, free: @escaping @Sendable (OpaquePointer?) -> Void) {
        guard let pointer else { return nil }
        self.pointer = pointer
        self.free = free
    }

    deinit { free(pointer) }
}
