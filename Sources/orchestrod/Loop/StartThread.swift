import Glibc

/// Starts a thread of the system that runs one closure and is not waited for; false when there is
/// no room for one.
func startThread(_ body: @escaping @Sendable () -> Void) -> Bool {
    final class Body {
        let run: @Sendable () -> Void
        init(_ run: @escaping @Sendable () -> Void) { self.run = run }
    }
    let box = Unmanaged.passRetained(Body(body))
    var handle = pthread_t()
    let error = pthread_create(
        &handle, nil,
        { pointer in
            guard let pointer else { return nil }
            Unmanaged<Body>.fromOpaque(pointer).takeRetainedValue().run()
            return nil
        }, box.toOpaque())
    guard error == 0 else {
        box.release()
        return false
    }
    pthread_detach(handle)
    return true
}
