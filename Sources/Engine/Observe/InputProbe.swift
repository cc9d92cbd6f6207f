import Glibc

/// Looks at the processes of an attempt and says whether they wait for input.
public struct InputProbe {
    private let root: Int32
    private let leftOut: Set<Int32>
    private let terminal: PseudoTerminal
    private let classifier: WaitClassifier

    /// A probe of everything below a launcher, with regard to one terminal; processes left out
    /// and their children do not count.
    public init(
        below launcher: Launcher, leavingOut leftOut: Set<Int32> = [], terminal: PseudoTerminal
    ) {
        self.leftOut = leftOut
        root = launcher.processID
        self.terminal = terminal
        classifier = WaitClassifier(terminal: terminal.identity)
    }

    /// One look. Costs some tens of microseconds for each thread.
    public func look() -> InputEvidence {
        let processes = ProcessTree.statuses(below: root, leavingOut: leftOut).map { observe($0) }
        let verdict = TreeVerdict.of(processes)
        var switches = ContextSwitches()
        for process in processes { switches.add(process.threads) }
        let evidence = InputEvidence(verdict: verdict, activity: switches.digest)
        guard verdict.isIdle else { return evidence }
        // The threads were looked at one after the other. If none has run since its look, all
        // were waiting at the same time; nor can there be a process or thread that is new.
        var later = ContextSwitches()
        for process in processes { later.recount(process.threads) }
        guard later.digest == switches.digest else {
            return InputEvidence(verdict: busy(processes), activity: later.digest)
        }
        // Asked last: the tree waited before and after the input was found to be absent.
        guard let bytes = queuedInputBytes(), bytes > 0 else { return evidence }
        return InputEvidence(verdict: .inputQueued(bytes: bytes), activity: evidence.activity)
    }

    private func observe(_ status: ProcessStatus) -> ObservedProcess {
        var process = ObservedProcess(entry: status.entry)
        guard !process.isStopped else { return process }
        for thread in ProcessTree.threads(of: status.entry.processID) {
            // Counted before the look: whoever ran after the count is noticed by the recount.
            let count = ContextSwitches.count(of: thread, in: status.entry.processID)
            switch ThreadCall.look(at: thread, of: status.entry.processID) {
            case .gone: continue
            case .refused: process.isUnreadable = true
            case .running: process.waits.append(.other)
            case .blocked(let call):
                process.waits.append(
                    classifier.wait(of: call, controllingTerminal: status.terminal))
            }
            process.threads.append(.init(processID: status.entry.processID, thread, count))
        }
        return process
    }

    private func busy(_ processes: [ObservedProcess]) -> InputEvidence.Verdict {
        guard let first = processes.first else { return .nothingRuns }
        return .busy(processID: first.entry.processID, name: first.entry.name)
    }

    private func queuedInputBytes() -> Int? {
        // A terminal that cannot be asked any more has no input that somebody could read.
        try? terminal.queuedInputBytes()
    }
}

extension InputEvidence.Verdict {
    fileprivate var isIdle: Bool {
        switch self {
        case .waiting, .pollingWithTimeout: true
        case .inputQueued, .stopped, .busy, .nothingRuns, .unreadable: false
        }
    }
}
