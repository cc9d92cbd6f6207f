/// How far one pattern's search of a growing text has come.
struct SearchCursor {
    /// A window is searched again when what a match may depend on grew by 1/8.
    static let growthDivisor = 8

    private let pattern: Pattern
    /// No match begins before this place, whatever follows the window.
    private var start = 0
    /// A match may begin at `start`, depending on what follows.
    private var isPending = false
    /// The window's size when `start` was last searched from.
    private var searchedCount = 0
    /// The last place of the byte every match contains, among the first `scannedCount` bytes.
    private var lastRequired: Int?
    private var scannedCount = 0

    init(_ pattern: Pattern) {
        self.pattern = pattern
    }

    /// Whether too little was added since the last search to search again.
    func mayWait(in window: UnsafeRawBufferPointer) -> Bool {
        let added = window.count - searchedCount
        return isPending && added * Self.growthDivisor < searchedCount - start
    }

    /// The leftmost match in the window.
    mutating func search(
        _ window: UnsafeRawBufferPointer, _ memory: MatchMemory
    ) throws(PatternLimitExceeded) -> Range<Int>? {
        // Without the byte only `start` could advance, which may wait even when all is quiet.
        if mayWait(in: window), !allowsMatch(in: window) { return nil }
        searchedCount = window.count
        switch try memory.match(pattern, window, from: start, mode: .settled) {
        case .match(let range): return range
        case .none:
            start = window.count
            isPending = false
            return nil
        case .partial(let place):
            start = place
            isPending = true
        }
        guard allowsMatch(in: window) else { return nil }
        let found = try memory.match(pattern, window, from: start, mode: .complete)
        guard case .match(let range) = found else { return nil }
        return range
    }

    /// The first byte still needed: `start` and the characters that may be looked at before it.
    func keepFrom(in window: UnsafeRawBufferPointer) -> Int {
        var place = start
        for _ in 0..<pattern.code.lookBehind where place > 0 {
            repeat { place -= 1 } while place > 0 && window[place] & 0xC0 == 0x80
        }
        return place
    }

    /// Accounts for `count` bytes removed from the window's front.
    mutating func shift(by count: Int) {
        start = max(0, start - count)
        searchedCount = max(0, searchedCount - count)
        scannedCount = max(0, scannedCount - count)
        lastRequired = lastRequired.flatMap { $0 >= count ? $0 - count : nil }
    }

    /// Forgets everything: the next window is a new text.
    mutating func restart() {
        self = SearchCursor(pattern)
    }

    /// Whether the byte every match contains occurs after `start`; looks at new bytes only.
    private mutating func allowsMatch(in window: UnsafeRawBufferPointer) -> Bool {
        let first = max(start, scannedCount)
        if first < window.count {
            lastRequired =
                pattern.code.lastRequired(in: window, first..<window.count) ?? lastRequired
            scannedCount = window.count
        }
        return pattern.code.allowsMatch(lastRequired: lastRequired, from: start)
    }
}
