import CLaunch
import Engine
import Glibc
import Scenarios
import Wire

/// The worker's end of the connection. Nothing here blocks but ``flush(atMost:)``.
final class Connection {
    /// What came.
    enum Received: Hashable {
        case frame(DaemonFrame)
        /// Nobody is at the other end any more.
        case closed
        /// What came cannot be understood; nothing after it can.
        case broken(String)
    }

    let descriptor: Int32
    private var reader = FrameReader()
    private var unsent: [UInt8] = []
    /// Nothing more is received.
    private var isDeaf = false
    /// Nothing more can be sent.
    private var isClosed = false
    /// Descriptors that came and belong to a frame that is not complete yet.
    private var descriptors: [Int32] = []

    /// Bytes that wait to be sent, beyond which what is not kept is left out.
    private static let unsentBytesMax = 1 << 20

    private let chunk = UnsafeMutableRawBufferPointer.allocate(
        byteCount: 64 << 10, alignment: 16)

    init(_ descriptor: Int32) { self.descriptor = descriptor }

    deinit { chunk.deallocate() }

    /// Whether something waits until the other end takes it.
    var hasUnsent: Bool { !unsent.isEmpty && !isClosed }

    /// What came next; nil when there is nothing yet.
    func receive() -> Received? {
        while !isDeaf {
            do throws(FrameError) {
                if let text = try reader.next() { return .frame(try DaemonFrame(text: text)) }
            } catch {
                return fail(error.description)
            }
            guard let problem = receiveBytes() else { return nil }
            if let received = problem { return received }
        }
        return nil
    }

    /// Takes bytes into the reader. Nil when there are none; a problem when that is what came.
    private func receiveBytes() -> Received?? {
        var room = [Int32](repeating: -1, count: Int(CSOCKET_DESCRIPTORS_MAX))
        var count = room.count
        let size = csocket_receive(
            descriptor, chunk.baseAddress, chunk.count, &room, &count, 0)
        if size < 0, errno == EAGAIN { return nil }
        if size < 0, errno == EMSGSIZE { return .some(fail("too many descriptors")) }
        guard size > 0 else {
            isDeaf = true
            isClosed = true
            return .some(.closed)
        }
        descriptors += room[..<count]
        guard descriptors.count <= WorkerLimits.startDescriptorsMax else {
            return .some(fail("descriptors that no frame wants"))
        }
        reader.append(UnsafeRawBufferPointer(rebasing: chunk[..<size]))
        return .some(nil)
    }

    private func fail(_ message: String) -> Received {
        isDeaf = true
        dropDescriptors()
        return .broken(message)
    }

    /// The descriptors of a start, one more with an upload; nil when they did not come.
    func takeStartDescriptors(withUpload hasUpload: Bool) -> AttemptFiles? {
        let count = WorkerLimits.startDescriptorsCount
        guard descriptors.count == count + (hasUpload ? 1 : 0) else { return nil }
        defer { descriptors = [] }
        var files = AttemptFiles(
            recording: descriptors[StartDescriptors.recording.rawValue],
            standardError: descriptors[StartDescriptors.standardError.rawValue],
            record: descriptors[StartDescriptors.record.rawValue],
            artifacts: descriptors[StartDescriptors.artifacts.rawValue])
        if hasUpload { files.upload = descriptors[count] }
        return files
    }

    /// Closes what came with a frame that never did.
    func dropDescriptors() {
        for descriptor in descriptors { close(descriptor) }
        descriptors = []
    }

    /// Sends a message, or keeps it until there is room. What is not kept by the outbox is left out
    /// when nobody takes anything.
    func send(_ message: WorkerMessage) {
        if !message.frame.isKept, unsent.count > Self.unsentBytesMax { return }
        do throws(FrameError) {
            unsent += try message.bytes()
        } catch {
            // Only a text of ours could be too long: of a refusal, or a note of 4 MiB.
            return
        }
        flush()
    }

    /// Begins anew behind a mark: what has not been sent, or only half of it, counts for nothing.
    func sendMark() {
        unsent = FrameReader.mark
        flush()
    }

    /// Sends as much as there is room for.
    func flush() {
        while hasUnsent {
            let count = csocket_send(descriptor, unsent, unsent.count, nil, 0, 0)
            // An end that is gone is noticed by the next receive.
            guard count > 0 else { return }
            unsent.removeFirst(count)
        }
    }

    /// Sends everything, at most until the time is over.
    func flush(atMost limit: Duration) {
        let deadline = SystemClock.now() + limit
        flush()
        while hasUnsent {
            let rest = (deadline - SystemClock.now()).nanoseconds
            var polled = pollfd(fd: descriptor, events: Int16(POLLOUT), revents: 0)
            guard rest > 0, cevents_poll(&polled, 1, rest) > 0,
                polled.revents & Int16(POLLOUT) != 0
            else { return }
            flush()
        }
    }

    /// Waits for something to receive, at most until then. False when the time is over.
    func waitForInput(until deadline: Instant) -> Bool {
        let rest = (deadline - SystemClock.now()).nanoseconds
        var polled = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
        return rest > 0 && cevents_poll(&polled, 1, rest) != 0
    }

    /// Who is at the other end: the number of the account; nil when this is no such connection.
    func peer() -> uid_t? {
        var credentials = csocket_credentials()
        return csocket_peer(descriptor, &credentials) == 0 ? credentials.uid : nil
    }
}
