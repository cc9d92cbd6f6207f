/// The output no wait has consumed yet: valid UTF-8 with a bounded length.
struct OutputWindow: Sendable {
    private var storage: [UInt8] = []
    private var head = 0
    /// Bytes dropped unseen because the window was full.
    private(set) var forgottenBytes = 0

    var count: Int { storage.count - head }

    /// Appends by way of `fill`, which gets the storage to append to.
    mutating func append(_ fill: (inout [UInt8]) -> Void) {
        if head > 1 << 16, head > storage.count / 2 { compact() }
        fill(&storage)
    }

    /// The bytes for as long as `body` runs.
    func withBytes<Result, Problem: Error>(
        _ body: (UnsafeRawBufferPointer) throws(Problem) -> Result
    ) throws(Problem) -> Result {
        let range = head..<storage.count
        let result = storage.withUnsafeBytes { bytes -> Swift.Result<Result, Problem> in
            do throws(Problem) {
                return .success(try body(UnsafeRawBufferPointer(rebasing: bytes[range])))
            } catch {
                return .failure(error)
            }
        }
        return try result.get()
    }

    /// Drops the first `count` bytes.
    mutating func drop(_ count: Int) {
        head += min(count, self.count)
        if head == storage.count {
            storage.removeAll(keepingCapacity: storage.capacity < 1 << 20)
            head = 0
        }
    }

    /// Brings the window under its limit; returns how many bytes were forgotten.
    mutating func forgetExcess() -> Int {
        guard count > PlaybackLimits.windowBytesMax else { return 0 }
        let excess = boundary(before: count - PlaybackLimits.windowBytesMax * 3 / 4)
        drop(excess)
        forgottenBytes += excess
        return excess
    }

    /// The beginning of the character at that place, which may lie before the window.
    func boundary(before place: Int) -> Int {
        guard place > 0, place < count else { return min(max(0, place), count) }
        var place = place
        while place > 0, storage[head + place] & 0xC0 == 0x80 { place -= 1 }
        return place
    }

    /// The first `count` bytes.
    func prefix(_ count: Int) -> ArraySlice<UInt8> {
        storage[head..<head + min(count, self.count)]
    }

    /// The last `count` bytes.
    func suffix(_ count: Int) -> ArraySlice<UInt8> { storage[head...].suffix(count) }

    private mutating func compact() {
        storage.removeSubrange(0..<head)
        head = 0
    }
}

/// The end of a stream, at least its last `limit` bytes.
struct StreamTail: Sendable {
    let limit: Int
    private(set) var bytes: [UInt8] = []

    init(limit: Int) { self.limit = limit }

    mutating func append(_ more: some Collection<UInt8>) {
        if more.count >= limit {
            bytes = Array(more.suffix(limit))
            return
        }
        bytes.append(contentsOf: more)
        if bytes.count > 2 * limit { bytes.removeFirst(bytes.count - limit) }
    }
}
