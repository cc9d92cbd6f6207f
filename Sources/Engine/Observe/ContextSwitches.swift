import Glibc

/// How often threads were given a processor, condensed so that two moments can be compared.
///
/// A thread that blocks, runs and blocks again has switched in between, whatever call it is in.
struct ContextSwitches {
    struct Thread {
        var processID: Int32
        var thread: Int32
        var count: UInt64

        init(processID: Int32, _ thread: Int32, _ count: UInt64) {
            self.processID = processID
            self.thread = thread
            self.count = count
        }
    }

    /// FNV-1a over threads and counts, in the order of the tree.
    private(set) var digest: UInt64 = 0xcbf2_9ce4_8422_2325

    mutating func add(_ threads: [Thread]) {
        for thread in threads { mix(thread.thread, thread.count) }
    }

    mutating func recount(_ threads: [Thread]) {
        for thread in threads {
            mix(thread.thread, Self.count(of: thread.thread, in: thread.processID))
        }
    }

    private mutating func mix(_ thread: Int32, _ count: UInt64) {
        digest = (digest ^ UInt64(UInt32(bitPattern: thread))) &* 0x0000_0100_0000_01b3
        digest = (digest ^ count) &* 0x0000_0100_0000_01b3
    }

    /// Both kinds of switches from /proc/PID/task/TID/status; 0 when the thread is gone.
    static func count(of thread: Int32, in processID: Int32) -> UInt64 {
        // A thread that is gone differs from itself alive, and that is all that matters here.
        guard
            let bytes = try? readFile("/proc/\(processID)/task/\(thread)/status", limitBytes: 4096)
        else { return 0 }
        // The last two lines are `voluntary_ctxt_switches:` and `nonvoluntary_ctxt_switches:`.
        var sum: UInt64 = 0
        var factor: UInt64 = 1
        var numbers = 0
        for byte in bytes.reversed() where numbers < 2 {
            switch byte {
            case UInt8(ascii: "0")...UInt8(ascii: "9"):
                sum &+= UInt64(byte - UInt8(ascii: "0")) &* factor
                factor &*= 10
            case UInt8(ascii: ":"):
                numbers += 1
                factor = 1
            default: continue
            }
        }
        return sum
    }
}
