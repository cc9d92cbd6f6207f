/// A process as one look found it.
struct ObservedProcess {
    var entry: ProcessTree.Entry
    var waits: [ThreadWait] = []
    var threads: [ContextSwitches.Thread] = []
    var isUnreadable = false

    init(entry: ProcessTree.Entry) { self.entry = entry }

    var isStopped: Bool { entry.state == "T" || entry.state == "t" }

    var waitsForTerminal: Bool {
        waits.contains { if case .terminal = $0 { true } else { false } }
    }
}

/// From what each process waits for to what the whole tree waits for.
///
/// The reasoning is that of a deadlock: when every thread waits for the terminal or for another
/// member of the tree, only the terminal can set the tree in motion.
enum TreeVerdict {
    static func of(_ processes: [ObservedProcess]) -> InputEvidence.Verdict {
        guard !processes.isEmpty else { return .nothingRuns }
        let parents = Set(processes.map(\.entry.parent))
        var limits: [Duration] = []
        for process in processes where !process.isStopped {
            let id = process.entry.processID
            if process.isUnreadable {
                return .unreadable(processID: id, name: process.entry.name)
            }
            guard let limit = limit(of: process, hasChildren: parents.contains(id)) else {
                return .busy(processID: id, name: process.entry.name)
            }
            limits += limit
        }
        if processes.contains(where: \.waitsForTerminal) {
            return limits.min().map { .pollingWithTimeout($0) } ?? .waiting
        }
        if let stopped = processes.first(where: \.isStopped) {
            return .stopped(processID: stopped.entry.processID, name: stopped.entry.name)
        }
        return .busy(processID: processes[0].entry.processID, name: processes[0].entry.name)
    }

    /// The limits of a process's waits, empty when all are endless; nil when it is busy.
    private static func limit(of process: ObservedProcess, hasChildren: Bool) -> [Duration]? {
        var limits: [Duration] = []
        for wait in process.waits {
            switch wait {
            case .terminal(let limit): limits += limit.map { [$0] } ?? []
            case .child where hasChildren: continue
            case .pipe: continue
            // Helper threads follow the one that waits for the terminal; a shell's `wait` is a
            // wait for a signal that only its children can send.
            case .thread(let limit) where process.waitsForTerminal:
                limits += limit.map { [$0] } ?? []
            case .thread(nil) where hasChildren: continue
            case .thread, .child, .other: return nil
            }
        }
        return process.waits.isEmpty ? nil : limits
    }
}
