/// What the daemon tells the journal: one row for each kind, with the identifier that
/// `journalctl MESSAGE_ID=` finds it by. The message catalogue is made from the same rows.
enum JournalEvent: String, CaseIterable, Sendable {
    case started = "23caa4dc7dec4bbda92901ffd627c6a9"
    case stopping = "a375c54250234a4fb5605722dfc4d717"
    case idle = "a52f590346984141b347751e175e70a9"
    case reloaded = "8a79b1c8d2884f25b11371f29f26751f"
    case configurationWrong = "308407ab0db84524bed43c8fc85e3b3d"
    case descriptorUnknown = "78f3a5af6ca14cf8bfb7306afad39f07"
    case listening = "d2999641e71f44f6b79949f469fe538b"
    case certificateRead = "4c86fe56b5df47e38b33bfa79af5b9b8"
    case certificateDoubtful = "794e6249d9f744a5a1dadb1164607ca4"
    case certificateWrong = "9cdca2776e7f42fe8be28a54ef22687e"
    case storeFailing = "32a920cc067c483793e2335b77a4b857"
    case storeRecovered = "e255accae62046daa5872cef099b8ee1"
    case retired = "2a6d7d93fdc744419bb87aa791044d20"
    case jobSubmitted = "ff7bf4438a444138a6b7152ab3c0178c"
    case jobFinished = "1b5343c9dd1a4b5b825b7efd1ed9b619"
    case attemptStarted = "1222e54b86d34664b740fa0040cf94ee"
    case attemptEnded = "1e3bfa3890a6473fb7ea99d4f1b1ec58"
    case taskFinished = "ae8cd3eb7fbf40ee9541a3811ab07550"
    case cancelRequested = "685a354e06424a34ba2c4d889cdfc781"
    case retryRequested = "df19c51610aa4dbb8169340395a33aba"
    case drained = "49ba7acaae7040bea7f4e8f374bcf3a6"
    case resumed = "405c1dd074b045ba8e5ddd0ac75bc121"
    case strategyChanged = "d8f9daaa140045ceb950f24ca0320157"
    case workerReady = "e5985f33bc9749edb40e5af8946ee548"
    case workerLost = "e3dd76a67dfd4272841ab9f0a4387cf4"
    case workerRefused = "8b453e877fa4452d8128f0961e72fa10"
    case workerUnreachable = "22d2354c736f400b8526638bd85196e6"
    case workerStranger = "1cd316b61f4f485cab7fadc00bcacfa2"
    case accessChanged = "35f9a2abc2ab4f3db5b636f8d95460e5"
    case accessRefused = "bf6ce1a17dd14eb48d1d1920c6ed3399"
    case deliveryDead = "246b5cfc62384467b06e0da3f13bc129"
    case deliveryTried = "2d404d74100e42fe8db9cae643a05aeb"
    case output = "6b438a53a5974572872f74d89edcbed4"
    case log = "79b7ad41bb334d5dab4e183c9afae293"

    /// The identifier, 32 hexadecimal digits; never given to another kind.
    var messageID: String { rawValue }

    /// How urgent it is.
    var priority: JournalPriority {
        switch self {
        case .storeFailing, .workerStranger: .critical
        case .configurationWrong, .certificateWrong, .workerRefused, .workerUnreachable: .error
        case .descriptorUnknown, .certificateDoubtful, .workerLost, .deliveryDead: .warning
        case .started, .stopping, .idle, .reloaded, .listening, .certificateRead,
            .storeRecovered, .drained, .resumed, .accessChanged, .accessRefused:
            .notice
        case .retired, .jobSubmitted, .jobFinished, .attemptStarted, .attemptEnded, .taskFinished,
            .cancelRequested, .retryRequested, .strategyChanged, .output, .log:
            .info
        case .workerReady, .deliveryTried: .debug
        }
    }
}

/// Urgency as syslog counts it.
enum JournalPriority: Int, Comparable, Sendable {
    case critical = 2
    case error = 3
    case warning = 4
    case notice = 5
    case info = 6
    case debug = 7

    /// More urgent comes first.
    static func < (a: JournalPriority, b: JournalPriority) -> Bool { a.rawValue < b.rawValue }
}
