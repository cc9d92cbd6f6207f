import CLaunch
import Glibc
import Jobs
import Wire

/// The daemon's end of a connection to one worker. Nothing here blocks: what cannot be sent now
/// waits, and the loop asks again when there is room.
final class WorkerConnection {
    /// Why a connection is of no use any more.
    enum End: Error, Hashable {
        /// The worker closed it, or died.
        case closed
        /// The worker sent what is no message.
        case notUnderstood(FrameError)
        /// The worker does not take what it is sent.
        case stuck
    }

    private struct Outgoing {
        var bytes: ArraySlice<UInt8>
        var descriptors: [Int32]
    }

    /// The socket.
    let descriptor: Int32
    /// The process at the other end, when the daemon started it.
    let child: pid_t?
    private var reader: FrameReader
    private var needsMark: Bool
    private var outgoing: [Outgoing] = []
    private var unsentBytes = 0

    /// `isInherited`: another process spoke over it before, perhaps half a frame.
    init(_ descriptor: Int32, child: pid_t?, isInherited: Bool = false) {
        self.descriptor = descriptor
        self.child = child
        reader = FrameReader(seekingMark: isInherited)
        needsMark = isInherited
    }

    /// Whether something waits to be sent.
    var hasUnsent: Bool { !outgoing.isEmpty }

    /// Sends a frame, with descriptors that are closed when they are sent.
    func send(_ frame: DaemonFrame, descriptors: [Int32] = []) throws(End) {
        var bytes: [UInt8] = needsMark ? FrameReader.mark : []
        needsMark = false
        do throws(FrameError) { bytes += try frame.bytes() } catch {
            for descriptor in descriptors { close(descriptor) }
            throw .notUnderstood(error)
        }
        guard unsentBytes + bytes.count <= LoopLimits.unsentBytesMax else {
            for descriptor in descriptors { close(descriptor) }
            // The loop notices where it reads.
            shutdown(descriptor, Int32(SHUT_RDWR))
            throw .stuck
        }
        outgoing.append(Outgoing(bytes: bytes[...], descriptors: descriptors))
        unsentBytes += bytes.count
        try flush()
    }

    /// Sends what waits, as far as there is room.
    func flush() throws(End) {
        while !outgoing.isEmpty {
            let count = outgoing[0].bytes.withUnsafeBytes { bytes in
                csocket_send(
                    descriptor, bytes.baseAddress, bytes.count, outgoing[0].descriptors,
                    outgoing[0].descriptors.count, 0)
            }
            if count < 0, errno == EINTR { continue }
            if count < 0, errno == EAGAIN { return }
            guard count > 0 else { throw .closed }
            for sent in outgoing[0].descriptors { close(sent) }
            outgoing[0].descriptors = []
            outgoing[0].bytes = outgoing[0].bytes.dropFirst(count)
            unsentBytes -= count
            if outgoing[0].bytes.isEmpty { outgoing.removeFirst() }
        }
    }

    /// The messages that came, in order, and whether the connection ended after them.
    func receive() -> (messages: [WorkerMessage], end: End?) {
        var messages: [WorkerMessage] = []
        var chunk = [UInt8](repeating: 0, count: 65_536)
        var left = LoopLimits.readBytesPerTurnMax
        while left > 0 {
            var descriptorCount = 0
            let count = csocket_receive(
                descriptor, &chunk, chunk.count, nil, &descriptorCount, 0)
            if count < 0, errno == EINTR { continue }
            if count < 0, errno == EAGAIN { break }
            guard count > 0 else { return (messages, .closed) }
            left -= count
            reader.append(chunk[..<count])
            do throws(FrameError) {
                while let text = try reader.next() {
                    messages.append(try WorkerMessage(text: text))
                }
            } catch {
                return (messages, .notUnderstood(error))
            }
            // A short read empties the socket most of the time.
            if count < chunk.count { break }
        }
        return (messages, nil)
    }

    /// Ends the connection; what is not sent yet is dropped.
    func hangUp() {
        for item in outgoing { for descriptor in item.descriptors { close(descriptor) } }
        outgoing = []
        close(descriptor)
    }
}
