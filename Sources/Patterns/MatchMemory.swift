import CPCRE2

/// The memory one search works in: reused by a `StreamSearch`, made anew by a single search.
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

    private let data: OpaquePointer?
    private let context: OpaquePointer?
    private var stack: OpaquePointer?

    init() {
        data = pcre2_match_data_create_8(1, nil)
        context = pcre2_match_context_create_8(nil)
        pcre2_set_match_limit_8(context, PatternLimits.backtracksMax)
        pcre2_set_heap_limit_8(context, PatternLimits.heapKibibytesMax)
    }

    deinit {
        pcre2_match_data_free_8(data)
        pcre2_match_context_free_8(context)
        pcre2_jit_stack_free_8(stack)
    }

    /// Searches `bytes` (valid UTF-8) from `start`; what is before it is context.
    func match(
        _ pattern: Pattern, _ bytes: UnsafeRawBufferPointer, from start: Int, mode: Mode
    ) throws(PatternLimitExceeded) -> Found {
        let options = PCRE2_NO_UTF_CHECK | (mode == .settled ? PCRE2_PARTIAL_HARD : 0)
        var status = run(pattern.code, bytes, start, options)
        if status == PCRE2_ERROR_JIT_STACKLIMIT, stack == nil {
            stack = pcre2_jit_stack_create_8(64 << 10, PatternLimits.stackBytesMax, nil)
            pcre2_jit_stack_assign_8(context, nil, stack.map(UnsafeMutableRawPointer.init))
            status = run(pattern.code, bytes, start, options)
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

    private func run(
        _ code: CompiledCode, _ bytes: UnsafeRawBufferPointer, _ start: Int, _ options: UInt32
    ) -> Int32 {
        guard let text = bytes.bindMemory(to: UInt8.self).baseAddress else {
            var nothing: UInt8 = 0
            return pcre2_match_8(code.pointer, &nothing, 0, 0, options, data, context)
        }
        return pcre2_match_8(code.pointer, text, bytes.count, start, options, data, context)
    }

    /// The range PCRE2 reported.
    private var matched: Range<Int> {
        guard let pair = pcre2_get_ovector_pointer_8(data) else { return 0..<0 }
        return pair[0]..<max(pair[0], pair[1])
    }
}
