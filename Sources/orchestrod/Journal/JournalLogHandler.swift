import Logging

/// What Hummingbird and NIO log goes where the daemon's own events go.
struct JournalLogHandler: LogHandler {
    let journal: Journal
    var metadata: Logger.Metadata = [:]
    var logLevel = Logger.Level.warning

    /// A logger of that name for libraries.
    static func logger(_ journal: Journal) -> Logger {
        Logger(label: "orchestrod") { _ in JournalLogHandler(journal: journal) }
    }

    subscript(metadataKey key: String) -> Logger.Metadata.Value? {
        get { metadata[key] }
        set { metadata[key] = newValue }
    }

    func log(event: LogEvent) {
        journal.tell(.log, "\(event.message)", priority: priority(event.level))
    }

    private func priority(_ level: Logger.Level) -> JournalPriority {
        switch level {
        case .critical: .critical
        case .error: .error
        case .warning: .warning
        case .notice: .notice
        case .info: .info
        case .debug, .trace: .debug
        }
    }
}
