import Glibc

/// How long tasks had to wait for a processor, as the kernel's pressure stall information says.
///
/// Owns the open file, so that a reading costs one call. Used by one thread.
public final class CPUPressure {
    /// The whole system's.
    public static let systemPath = "/proc/pressure/cpu"

    private let file: Int32

    /// Opens a pressure file: ``systemPath``, or `cpu.pressure` of a cgroup. Nil when the kernel
    /// does not keep it.
    public init?(path: String) {
        file = open(path, O_RDONLY | O_CLOEXEC)
        guard file >= 0 else { return nil }
        // With `psi=0` the file is there, but reading it fails.
        guard stalled() != nil else {
            close(file)
            return nil
        }
    }

    deinit { close(file) }

    /// Time in which at least one task was ready but had no processor, since the beginning.
    public func stalled() -> Duration? {
        withUnsafeTemporaryAllocation(of: UInt8.self, capacity: 256) { buffer in
            let size = pread(file, buffer.baseAddress, buffer.count, 0)
            guard size > 0 else { return nil }
            return Self.total(UnsafeBufferPointer(rebasing: buffer[..<size]))
        }
    }

    /// From `some avg10=0.00 avg60=0.00 avg300=0.00 total=1234`, the first line; microseconds.
    static func total(_ text: some Collection<UInt8>) -> Duration? {
        let line = text.prefix { $0 != UInt8(ascii: "\n") }
        guard line.starts(with: "some ".utf8) else { return nil }
        var total: Int64 = 0
        let digits = line.suffix(while: { $0 != UInt8(ascii: "=") })
        guard !digits.isEmpty else { return nil }
        for digit in digits {
            guard digit >= UInt8(ascii: "0"), digit <= UInt8(ascii: "9") else { return nil }
            total = total &* 10 &+ Int64(digit - UInt8(ascii: "0"))
        }
        return .microseconds(total)
    }
}

extension Collection where Element == UInt8 {
    /// The longest end whose bytes all satisfy the condition.
    fileprivate func suffix(while condition: (UInt8) -> Bool) -> SubSequence {
        var start = endIndex
        for index in indices.reversed() {
            guard condition(self[index]) else { break }
            start = index
        }
        return self[start...]
    }
}
