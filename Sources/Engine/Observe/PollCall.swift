import CLaunch
import Glibc

/// The calls that wait for several descriptors, brought to one form.
struct PollCall {
    /// Descriptors whose input ends the wait.
    var inputs: [Int32]
    /// The time after which the wait ends by itself; nil when it does not.
    var limit: Duration?

    /// Nil when the call is of another kind.
    init?(_ call: ThreadCall) {
        switch call.number {
        case CSYSTEM_POLL: limit = Self.milliseconds(call.integer(2))
        case CSYSTEM_PPOLL: limit = call.time(at: 2)
        case CSYSTEM_SELECT: limit = call.time(at: 4, partsPerSecond: 1_000_000)
        case CSYSTEM_PSELECT: limit = call.time(at: 4)
        case CSYSTEM_EPOLL_WAIT, CSYSTEM_EPOLL_PWAIT: limit = Self.milliseconds(call.integer(3))
        case CSYSTEM_EPOLL_PWAIT2: limit = call.time(at: 3)
        default: return nil
        }
        switch call.number {
        case CSYSTEM_POLL, CSYSTEM_PPOLL: inputs = Self.polled(call)
        case CSYSTEM_SELECT, CSYSTEM_PSELECT: inputs = Self.selected(call)
        default: inputs = Self.registered(call)
        }
    }

    private static func milliseconds(_ value: Int32) -> Duration? {
        value < 0 ? nil : .milliseconds(Int64(value))
    }

    /// struct pollfd: a descriptor, wanted events and seen events.
    private static func polled(_ call: ThreadCall) -> [Int32] {
        let count = min(Int(clamping: call.arguments[1]), WaitClassifier.descriptorsMax)
        let bytes = call.memory(at: 0, bytes: count * 8)
        return bytes.withUnsafeBytes { raw in
            (0..<(raw.count / 8)).compactMap { index in
                let events = raw.loadUnaligned(fromByteOffset: index * 8 + 4, as: Int16.self)
                guard events & Int16(POLLIN | POLLRDNORM) != 0 else { return nil }
                return raw.loadUnaligned(fromByteOffset: index * 8, as: Int32.self)
            }
        }
    }

    /// One bit for each descriptor.
    private static func selected(_ call: ThreadCall) -> [Int32] {
        guard call.arguments[1] != 0 else { return [] }
        let count = min(max(0, Int(call.integer(0))), WaitClassifier.descriptorsMax)
        let bytes = call.memory(at: 1, bytes: (count + 7) / 8)
        return (0..<count).filter { $0 / 8 < bytes.count && bytes[$0 / 8] >> ($0 % 8) & 1 == 1 }
            .map(Int32.init)
    }

    /// EPOLLIN of epoll_ctl(2).
    private static let input: UInt32 = 1

    /// An epoll's descriptors stand in its fdinfo: `tfd:        0 events:       19 data: …`.
    private static func registered(_ call: ThreadCall) -> [Int32] {
        let path = "/proc/\(call.processID)/fdinfo/\(call.integer(0))"
        // A process that ended meanwhile waits for nothing.
        guard let bytes = try? readFile(path, limitBytes: 65_536) else { return [] }
        return String(decoding: bytes, as: UTF8.self).split(separator: "\n").compactMap { line in
            let words = line.split(separator: " ")
            guard words.count >= 4, words[0] == "tfd:", words[2] == "events:",
                let events = UInt32(words[3], radix: 16), events & input != 0
            else { return nil }
            return Int32(words[1])
        }
    }
}
