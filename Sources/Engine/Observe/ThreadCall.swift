import CLaunch
import Glibc

/// The system call a thread is blocked in.
struct ThreadCall {
    var processID: Int32
    var number: Int
    /// The six arguments, as the registers hold them.
    var arguments: [UInt64]

    /// What one look at a thread shows.
    enum Look {
        case blocked(ThreadCall)
        /// It runs, or is blocked outside any call.
        case running
        case gone
        /// The kernel refuses, or does not have the file.
        case refused
    }

    /// Looks at a thread through /proc/PID/task/TID/syscall.
    static func look(at thread: Int32, of processID: Int32) -> Look {
        do throws(SystemError) {
            let line = try readFile("/proc/\(processID)/task/\(thread)/syscall", limitBytes: 256)
            let fields = line.split { $0 == UInt8(ascii: " ") || $0 == UInt8(ascii: "\n") }
            guard fields.count == 9, let number = Int(text(fields[0])) else { return .running }
            let arguments = fields[1...6].map { UInt64(text($0.dropFirst(2)), radix: 16) ?? 0 }
            return .blocked(
                ThreadCall(processID: processID, number: number, arguments: arguments))
        } catch {
            return error.number == ENOENT || error.number == ESRCH ? .gone : .refused
        }
    }

    private static func text(_ bytes: ArraySlice<UInt8>) -> String {
        String(decoding: bytes, as: UTF8.self)
    }

    /// An argument that is a C int.
    func integer(_ index: Int) -> Int32 { Int32(truncatingIfNeeded: arguments[index]) }

    /// Memory of the process at an argument that is a pointer; empty when it cannot be read.
    func memory(at index: Int, bytes: Int) -> [UInt8] {
        [UInt8](unsafeUninitializedCapacity: bytes) { buffer, count in
            let size = csystem_read_memory(
                processID, arguments[index], buffer.baseAddress, bytes)
            count = max(0, size)
        }
    }

    /// The time at an argument that points to seconds and a part of a second; nil when endless.
    func time(at index: Int, partsPerSecond: Int64 = 1_000_000_000) -> Duration? {
        guard arguments[index] != 0 else { return nil }
        let bytes = memory(at: index, bytes: 16)
        guard bytes.count == 16 else { return .zero }
        let seconds = bytes.withUnsafeBytes { $0.loadUnaligned(as: Int64.self) }
        let parts = bytes.withUnsafeBytes { $0.loadUnaligned(fromByteOffset: 8, as: Int64.self) }
        return .seconds(seconds) + .nanoseconds(parts * (1_000_000_000 / partsPerSecond))
    }
}
