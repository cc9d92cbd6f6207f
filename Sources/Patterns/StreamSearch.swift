/// The search of a growing text for the leftmost match of any of several patterns.
///
/// Each answer is what a search of the whole text at hand would find, but a long text without a
/// match costs little more than one pass over it:
///
/// * A place where no pattern can match, whatever follows, is never looked at again.
/// * Where a match depends on what follows (`A.*B` after an `A`), the text from there on must be
///   searched again when it has grown. While more is known to come at once (`quiet` false) that
///   waits until it has grown by an eighth, so all those searches together cost a small multiple
///   of the last one. A byte every match needs (the `B`) is looked for first.
///
/// Two costs remain: with `quiet` true at every call a pending match is searched again each time,
/// and a single search may need time quadratic in the window (`A[^C]*[BC]` after many `A`), up to
/// `PatternLimits`, as it would in Python without them.
///
/// Only `search` and `dropped` change the value; copies are independent.
public struct StreamSearch: Sendable {
    /// A match found.
    public struct Match: Hashable, Sendable {
        /// Byte offsets in the window.
        public let range: Range<Int>
        /// Index of the pattern in the list.
        public let pattern: Int
    }

    /// After a nil answer: the first byte of the window still needed. After a match: its end.
    public private(set) var keepFrom = 0

    private var cursors: [SearchCursor]
    private var memory: MatchMemory
    private let effort: MatchEffort

    /// Prepares a search whose text begins (for `^` and `\A`) at the first window's first byte.
    public init(_ patterns: [Pattern]) {
        self.init(patterns, effort: MatchEffort())
    }

    init(_ patterns: [Pattern], effort: MatchEffort) {
        cursors = patterns.map(SearchCursor.init)
        memory = MatchMemory(effort: effort)
        self.effort = effort
    }

    /// The leftmost match, of equal ones that of the earlier pattern.
    ///
    /// After a match the search begins anew at its end: `^` holds there, and the next window must
    /// begin there.
    ///
    /// - Parameters:
    ///   - window: valid UTF-8: the bytes given last time except those dropped, and new ones.
    ///   - quiet: false only if more bytes are known to come at once, followed by another call.
    public mutating func search(
        _ window: UnsafeRawBufferPointer, quiet: Bool
    ) throws(PatternLimitExceeded) -> Match? {
        if !isKnownUniquelyReferenced(&memory) { memory = MatchMemory(effort: effort) }
        let best = try leftmost(in: window, quiet: quiet)
        if let best {
            for index in cursors.indices { cursors[index].restart() }
            keepFrom = best.range.upperBound
        } else {
            keepFrom = cursors.map { $0.keepFrom(in: window) }.min() ?? window.count
        }
        return best
    }

    /// Tells that the window's first `count` bytes, none of them needed, were removed.
    public mutating func dropped(_ count: Int) {
        precondition(count <= keepFrom, "dropped bytes still needed")
        keepFrom -= count
        for index in cursors.indices { cursors[index].shift(by: count) }
    }

    private mutating func leftmost(
        in window: UnsafeRawBufferPointer, quiet: Bool
    ) throws(PatternLimitExceeded) -> Match? {
        var best: Match?
        var postponed: [Int] = []
        for index in cursors.indices {
            if !quiet, cursors[index].mayWait(in: window) {
                postponed.append(index)
            } else {
                let range = try cursors[index].search(window, memory)
                best = Self.better(best, range.map { Match(range: $0, pattern: index) })
            }
        }
        if best == nil { return nil }
        for index in postponed {
            let range = try cursors[index].search(window, memory)
            best = Self.better(best, range.map { Match(range: $0, pattern: index) })
        }
        return best
    }

    private static func better(_ left: Match?, _ right: Match?) -> Match? {
        guard let left, let right else { return left ?? right }
        let isLeft =
            (left.range.lowerBound, left.pattern) < (right.range.lowerBound, right.pattern)
        return isLeft ? left : right
    }
}
