import Glibc
import Playback
import Scenarios

/// Reading what the program writes and writing what it reads.
extension Conversation {
    /// Reads what is there, up to ``EngineLimits/readBytesMax``. True when there may be more.
    @discardableResult
    func readOutput() -> Bool {
        var count = 0
        var isClosed = false
        while count < buffer.count {
            let size = read(
                streams.output, buffer.baseAddress.map { $0 + count }, buffer.count - count)
            if size > 0 {
                count += size
            } else if size < 0, errno == EINTR {
                continue
            } else {
                isClosed = size == 0 || errno != EAGAIN
                break
            }
        }
        let isFull = count == buffer.count
        if count > 0 { deliver(UnsafeRawBufferPointer(rebasing: buffer[..<count]), more: isFull) }
        if isClosed, streams.output >= 0 {
            streams.outputEnded()
            endOutput()
        }
        return isFull && verdict == nil
    }

    /// Reads standard error (pipe driver).
    func readErrors() {
        while streams.error >= 0 {
            let size = read(streams.error, buffer.baseAddress, buffer.count)
            if size > 0 {
                let bytes = UnsafeRawBufferPointer(rebasing: buffer[..<size])
                keep(bytes, in: errorRecording, with: &errorRedactor)
                feed(.errorOutput(bytes))
            } else if size < 0, errno == EINTR {
                continue
            } else if size < 0, errno == EAGAIN {
                return
            } else {
                streams.errorEnded()
            }
        }
    }

    /// Writes as much pending input as the program's side takes. True when none is left.
    func flushInput() -> Bool {
        while !inputQueue.isEmpty {
            let size = inputQueue.withUnsafeBytes { bytes in
                write(streams.input, bytes.baseAddress, bytes.count)
            }
            if size < 0, errno == EINTR { continue }
            if size < 0, errno == EAGAIN { return false }
            // Nobody reads any more (EIO, EPIPE): the input vanishes, as on a real terminal.
            inputQueue.removeFirst(size < 0 ? inputQueue.count : size)
        }
        lastInput = (SystemClock.now(), stalls.total)
        idle?.disturb(at: SystemClock.now())
        return true
    }

    /// A terminal in line mode loses what is too long for one line; the author should know.
    func warnOfLongLines(_ bytes: [UInt8]) {
        let longest = bytes.split(whereSeparator: { $0 == 0x0A || $0 == 0x0D }).map(\.count).max()
        guard let longest, longest > EngineLimits.terminalLineBytesMax,
            let terminal = streams.terminal,
            // Settings that cannot be read are no reason to warn.
            (try? terminal.settings())?.isCanonical == true
        else { return }
        notes.append(
            "an input line of \(longest) bytes was sent to a terminal in line mode, which takes"
                + " at most \(EngineLimits.terminalLineBytesMax) and loses the rest")
    }

    /// Closes the recordings. To be called once, at the end of everything.
    func finishRecordings() -> FileFailure? {
        var failure: FileFailure?
        func finish(_ recording: Recording?, _ rest: [UInt8]) {
            guard let recording else { return }
            failure =
                rest.withUnsafeBytes { recording.append($0, at: SystemClock.now()) }
                ?? recording.finish() ?? failure
        }
        finish(recording, redactor.finish())
        finish(errorRecording, errorRedactor.finish())
        return failure
    }

    private func deliver(_ bytes: UnsafeRawBufferPointer, more: Bool) {
        idle?.disturb(at: SystemClock.now())
        guard marks != nil else { return deliverPlain(bytes, more: more) }
        let pieces = marks?.divide(bytes) ?? []
        for (place, piece) in pieces.enumerated() {
            let isLast = place == pieces.count - 1
            switch piece {
            case .bytes(let range):
                deliverPlain(UnsafeRawBufferPointer(rebasing: bytes[range]), more: more || !isLast)
            case .held(let held):
                held.withUnsafeBytes { deliverPlain($0, more: more || !isLast) }
            case .mark(let mark): feed(.shellMark(mark))
            }
        }
    }

    private func deliverPlain(_ bytes: UnsafeRawBufferPointer, more: Bool) {
        keep(bytes, in: recording, with: &redactor)
        feed(.output(bytes, more: more))
    }

    private func endOutput() {
        if let held = marks?.finish(), !held.isEmpty {
            held.withUnsafeBytes { deliverPlain($0, more: false) }
        }
        feed(.outputClosed)
    }

    private func keep(
        _ bytes: UnsafeRawBufferPointer, in recording: Recording?,
        with redactor: inout Redactor
    ) {
        guard let recording else { return }
        let now = SystemClock.now()
        let failure =
            redactor.isNeeded
            ? redactor.take(bytes).withUnsafeBytes { recording.append($0, at: now) }
            : recording.append(bytes, at: now)
        if let failure { pending.append(.broken(ErrorCause(.infrastructure, failure.message))) }
    }
}
