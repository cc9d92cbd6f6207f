import NIOCore

/// What the application wrote and is not encrypted yet, in its order.
struct WriteQueue {
    /// Writes that are encrypted together.
    struct Batch {
        var bytes: ByteBuffer
        /// Promises of the writes that end with it.
        var promises: [EventLoopPromise<Void>]
    }

    private struct Write {
        var bytes: ByteBuffer
        let promise: EventLoopPromise<Void>?
    }

    private var writes = CircularBuffer<Write>()
    /// How many from the first on may be sent.
    private var flushedCount = 0
    /// All bytes in it.
    private(set) var bytesCount = 0
    /// Those that may not be sent yet.
    private(set) var unflushedBytesCount = 0

    /// Whether something may be sent.
    var hasFlushed: Bool { flushedCount > 0 }

    mutating func append(_ bytes: ByteBuffer, _ promise: EventLoopPromise<Void>?) {
        writes.append(Write(bytes: bytes, promise: promise))
        bytesCount += bytes.readableBytes
        unflushedBytesCount += bytes.readableBytes
    }

    /// Everything in it may be sent.
    mutating func flush() {
        flushedCount = writes.count
        unflushedBytesCount = 0
    }

    /// The next that may be sent: small writes together as one record, of a large one its next
    /// `TLSLimits.outputBytesMax` bytes.
    mutating func nextBatch() -> Batch? {
        guard hasFlushed, var first = writes.first else { return nil }
        let count = min(first.bytes.readableBytes, TLSLimits.outputBytesMax)
        var batch = Batch(bytes: first.bytes.readSlice(length: count) ?? ByteBuffer(), promises: [])
        bytesCount -= count
        guard first.bytes.readableBytes == 0 else {
            writes[writes.startIndex] = first
            return batch
        }
        finishFirst(&batch)
        while hasFlushed, let next = writes.first,
            batch.bytes.readableBytes + next.bytes.readableBytes <= TLSLimits.recordBytesMax
        {
            var bytes = next.bytes
            bytesCount -= bytes.readableBytes
            batch.bytes.writeBuffer(&bytes)
            finishFirst(&batch)
        }
        return batch
    }

    /// Forgets everything. Returns the promises, which must be failed.
    mutating func removeAll() -> [EventLoopPromise<Void>] {
        defer { self = WriteQueue() }
        return writes.compactMap(\.promise)
    }

    private mutating func finishFirst(_ batch: inout Batch) {
        if let promise = writes.removeFirst().promise { batch.promises.append(promise) }
        flushedCount -= 1
    }
}
