import Access
import CSystemd
import Glibc
import Jobs

/// Where the daemon tells what happens: the journal with fields when it is there, else plain lines
/// on standard error.
struct Journal: Sendable {
    /// Whether fields can be sent.
    let isStructured: Bool
    /// Without the journal, what is less urgent is not told.
    private let plainPriorityMax: JournalPriority

    /// The journal of this process.
    init(isVerbose: Bool = false) {
        isStructured = Self.isStandardErrorTheJournal
        plainPriorityMax = isVerbose ? .debug : .notice
    }

    /// Tells an event.
    func tell(
        _ event: JournalEvent, _ message: String, _ facts: JournalFacts = JournalFacts(),
        priority: JournalPriority? = nil
    ) {
        let priority = priority ?? event.priority
        if isStructured {
            send(
                ["MESSAGE=\(message)", "MESSAGE_ID=\(event.messageID)"]
                    + ["PRIORITY=\(priority.rawValue)", "SYSLOG_IDENTIFIER=orchestrod"]
                    + facts.fields)
        } else if priority <= plainPriorityMax {
            Self.line("orchestrod: \(message)")
        }
    }

    /// Whether events of that urgency are told at all.
    func tells(_ event: JournalEvent) -> Bool {
        isStructured || event.priority <= plainPriorityMax
    }

    /// Tells the lines of a recording, as far as the bounds go.
    func tellOutput(_ path: String, _ facts: JournalFacts) {
        // One that is gone or too large to read has nothing to tell.
        let bytes = try? fileContent(path, bytesMax: Self.outputBytesMax)
        let lines = (bytes ?? []).split(separator: UInt8(ascii: "\n"))
        for line in lines.prefix(Self.outputLinesMax) {
            var line = line.prefix(Self.outputLineBytesMax)
            while line.last == UInt8(ascii: "\r") { line.removeLast() }
            tell(.output, String(decoding: line, as: UTF8.self), facts)
        }
        if lines.count > Self.outputLinesMax {
            let left = lines.count - Self.outputLinesMax
            tell(.output, "… \(left) more lines are in the recording", facts)
        }
    }

    /// Lines of one recording that go to the journal.
    private static let outputLinesMax = 1_000
    /// Bytes of one such line.
    private static let outputLineBytesMax = 4_096
    /// Bytes of a recording of which lines are told.
    private static let outputBytesMax = 64 << 20

    private func send(_ fields: [String]) {
        var storage = fields.map { Array($0.utf8) }
        var vectors: [iovec] = []
        vectors.reserveCapacity(storage.count)
        for place in storage.indices {
            storage[place].withUnsafeMutableBytes { bytes in
                // The copies below outlive this scope: each is one allocation freed after sending.
                let copy = UnsafeMutableRawPointer.allocate(byteCount: bytes.count, alignment: 1)
                copy.copyMemory(from: bytes.baseAddress ?? copy, byteCount: bytes.count)
                vectors.append(iovec(iov_base: copy, iov_len: bytes.count))
            }
        }
        defer { for vector in vectors { vector.iov_base?.deallocate() } }
        // A journal that cannot take an event must not keep the daemon from its work.
        sd_journal_sendv(vectors, Int32(vectors.count))
    }

    /// Writes a line to standard error, control characters shown as spaces.
    static func line(_ text: String) {
        let clean = text.unicodeScalars.map { scalar -> Character in
            scalar.value < 0x20 && scalar != "\n" ? " " : Character(scalar)
        }
        var bytes = Array((String(clean) + "\n").utf8)[...]
        while !bytes.isEmpty {
            let count = bytes.withUnsafeBytes { write(2, $0.baseAddress, $0.count) }
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { return }
            bytes = bytes.dropFirst(count)
        }
    }

    /// `JOURNAL_STREAM` names device and inode of the stream that goes to the journal.
    private static var isStandardErrorTheJournal: Bool {
        guard let text = getenv("JOURNAL_STREAM").map({ String(cString: $0) }) else { return false }
        var status = stat()
        guard fstat(2, &status) == 0 else { return false }
        return text == "\(status.st_dev):\(status.st_ino)"
    }
}

/// The fields that an event has besides its message.
struct JournalFacts: Sendable {
    var job: JobID?
    var task: TaskKey?
    var attempt: AttemptKey?
    var owner: String?
    var outcome: String?
    var slot: Int?
    var key: KeyID?
    var origin: String?

    init(job: JobID? = nil, owner: String? = nil, outcome: String? = nil) {
        self.job = job
        self.owner = owner
        self.outcome = outcome
    }

    init(task: TaskKey, outcome: String? = nil) {
        self.task = task
        self.outcome = outcome
    }

    init(attempt: AttemptKey, outcome: String? = nil, slot: Int? = nil) {
        self.attempt = attempt
        self.outcome = outcome
        self.slot = slot
    }

    init(slot: Int) { self.slot = slot }

    /// As `NAME=value`; tasks are counted from 1.
    var fields: [String] {
        var fields: [String] = []
        let task = task ?? attempt?.task
        if let job = job ?? task?.job { fields.append("ORCHESTRO_JOB=\(job)") }
        if let task { fields.append("ORCHESTRO_TASK=\(task.task.index + 1)") }
        if let attempt { fields.append("ORCHESTRO_ATTEMPT=\(attempt)") }
        if let owner { fields.append("ORCHESTRO_OWNER=\(owner)") }
        if let outcome { fields.append("ORCHESTRO_OUTCOME=\(outcome)") }
        if let key { fields.append("ORCHESTRO_KEY=\(key)") }
        if let origin { fields.append("ORCHESTRO_ORIGIN=\(origin)") }
        if let slot { fields.append("ORCHESTRO_SLOT=\(slot)") }
        return fields
    }
}
