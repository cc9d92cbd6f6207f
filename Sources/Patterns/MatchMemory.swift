import CPCRE2

/// The memory and effort one search works with: reused by a `StreamSearch`, made anew by a single
/// search.
///
/// It may move between threads but must be used by one at a time; its owners see to that.
final class MatchMemory: @unchecked Sendable {
    /// What is searched for.
    enum Mode {
        /// Matches of the text as it stands.
        case complete
        /// Matches more text could not change; stops at the first place more text might.
        case settled
    }

    /// What a search found.
    enum Found: Equatable {
        case none
        case match(Range<Int>)
        /// `settled` only: a match may begin here, depending on what follows the text.
        case partial(Int)
    }

    private let effort: MatchEffort
    private let data: OpaquePointer?
    private let context: OpaquePointer?
    private var stack: OpaquePointer?
    private let attempts: UnsafeMutablePointer<Attempts>
    /// The code that counts starting places, of the pattern that needed it last.
    private var counting: (origin: CompiledCode, code: OpaquePointer)?

    init(effort: MatchEffort = MatchEffort()) {
        self.effort = effort
        data = pcre2_match_data_create_8(1, nil)
        context = pcre2_match_context_create_8(nil)
        attempts = .allocate(capacity: 1)
        attempts.initialize(to: Attempts(countMax: .max))
        pcre2_set_heap_limit_8(context, PatternLimits.heapKibibytesMax)
        pcre2_set_callout_8(context, countAttempt, attempts)
    }

    deinit {
        pcre2_match_data_free_8(data)
        pcre2_match_context_free_8(context)
        pcre2_jit_stack_free_8(stack)
        if let counting { pcre2_code_free_8(counting.code) }
        attempts.deallocate()
    }

    /// Searches `bytes` (valid UTF-8) from `start`; what is before it is context.
    func match(
        _ pattern: Pattern, _ bytes: UnsafeRawBufferPointer, from start: Int, mode: Mode
    ) throws(PatternLimitExceeded) -> Found {
        let options = PCRE2_NO_UTF_CHECK | (mode == .settled ? PCRE2_PARTIAL_HARD : 0)
        let granted = effort.granted(places: bytes.count - start)
        let search = Search(code: pattern.code.plain, bytes: bytes, options: options)
        var status = run(search, from: start, limit: granted)
        // A pattern that just fits its limits does not with a callout: its search stays unbounded
        // by place, so it ends here.
        if status == PCRE2_ERROR_MATCHLIMIT, let code = try? counted(pattern.code) {
            let search = Search(code: code, bytes: bytes, options: options)
            status = walk(search, from: start, granted: granted)
        }
        switch status {
        case PCRE2_ERROR_NOMATCH: return .none
        case PCRE2_ERROR_PARTIAL: return .partial(matched.lowerBound)
        case 0...: return .match(matched)
        case PCRE2_ERROR_MATCHLIMIT:
            throw PatternLimitExceeded(limit: .backtracks, pattern: pattern.text)
        case PCRE2_ERROR_JIT_STACKLIMIT, PCRE2_ERROR_HEAPLIMIT, PCRE2_ERROR_NOMEMORY:
            throw PatternLimitExceeded(limit: .memory, pattern: pattern.text)
        default:
            fatalError("PCRE2 refused a search it should accept: \(status)")
        }
    }

    private func counted(_ origin: CompiledCode) throws(PatternError) -> OpaquePointer {
        if let counting, counting.origin === origin { return counting.code }
        let code = try origin.counted()
        if let counting { pcre2_code_free_8(counting.code) }
        counting = (origin, code)
        return code
    }

    /// What stays the same while one search is tried in several ways.
    private struct Search {
        let code: OpaquePointer
        let bytes: UnsafeRawBufferPointer
        let options: UInt32
    }

    /// Searches again, giving single starting places more than was granted where they need it.
    ///
    /// PCRE2 counts backtracking anew for each starting place, so its own limit cannot bound a
    /// search: here a callout tells the places, and what they cost beyond the grant adds up.
    private func walk(_ search: Search, from start: Int, granted: Int) -> Int32 {
        var place = start
        var budget = effort.total
        while true {
            attempts.pointee = Attempts(countMax: .max)
            var status = run(search, from: place, limit: granted)
            guard status == PCRE2_ERROR_MATCHLIMIT else { return status }
            place = attempts.pointee.place
            var limit = granted
            while status == PCRE2_ERROR_MATCHLIMIT, budget > 0 {
                limit = min(limit * MatchEffort.growth, budget)
                budget -= limit
                attempts.pointee = Attempts(countMax: 1)
                status = run(search, from: place, limit: limit)
            }
            guard status == PCRE2_ERROR_CALLOUT else { return status }
            place = attempts.pointee.place
        }
    }

    /// One call of PCRE2, with more stack if it asks for it.
    private func run(_ search: Search, from start: Int, limit: Int) -> Int32 {
        pcre2_set_match_limit_8(context, UInt32(clamping: limit))
        let status = call(search, from: start)
        guard status == PCRE2_ERROR_JIT_STACKLIMIT, stack == nil else { return status }
        stack = pcre2_jit_stack_create_8(64 << 10, PatternLimits.stackBytesMax, nil)
        pcre2_jit_stack_assign_8(context, nil, stack.map(UnsafeMutableRawPointer.init))
        attempts.pointee.count = 0
        return call(search, from: start)
    }

    private func call(_ search: Search, from start: Int) -> Int32 {
        guard let text = search.bytes.bindMemory(to: UInt8.self).baseAddress else {
            var nothing: UInt8 = 0
            return pcre2_match_8(search.code, &nothing, 0, 0, search.options, data, context)
        }
        return pcre2_match_8(
            search.code, text, search.bytes.count, start, search.options, data, context)
    }

    /// The range PCRE2 reported.
    private var matched: Range<Int> {
        guard let pair = pcre2_get_ovector_pointer_8(data) else { return 0..<0 }
        return pair[0]..<max(pair[0], pair[1])
    }
}

/// The starting places PCRE2 tried in one call.
private struct Attempts {
    /// How many it may try.
    let countMax: Int
    var count = 0
    /// The latest, as a byte offset.
    var place = 0
}

/// Called by PCRE2 at each starting place of `CompiledCode.counted`.
private func countAttempt(
    _ block: UnsafeMutablePointer<pcre2_callout_block_8>?, _ data: UnsafeMutableRawPointer?
) -> Int32 {
    guard let block, let attempts = data?.assumingMemoryBound(to: Attempts.self) else { return 0 }
    attempts.pointee.place = block.pointee.start_match
    attempts.pointee.count += 1
    return attempts.pointee.count > attempts.pointee.countMax ? PCRE2_ERROR_CALLOUT : 0
}
