import CPCRE2

/// Owns a compiled PCRE2 pattern and what is known about its matches.
final class CompiledCode: Sendable {
    /// PCRE2 never changes compiled code while matching.
    nonisolated(unsafe) let plain: OpaquePointer
    /// How many characters before a match may be looked at; at least 1, so that `^` can see
    /// that it is not at the beginning.
    let lookBehind: Int
    /// An ASCII byte every match contains, if any, in both cases of a letter.
    let required: (UInt8, UInt8)?
    private let translation: PythonSyntax.Translation

    init(_ translation: PythonSyntax.Translation) throws(PatternError) {
        let code = try Self.compile(translation.syntax, translation)
        Self.makeFast(code)
        plain = code
        self.translation = translation
        lookBehind = max(1, Int(Self.info(PCRE2_INFO_MAXLOOKBEHIND, of: code)))
        required = Self.required(of: code, ignoresCase: translation.mayIgnoreCase)
    }

    deinit { pcre2_code_free_8(plain) }

    /// Throws what compiling would throw.
    static func check(_ translation: PythonSyntax.Translation) throws(PatternError) {
        pcre2_code_free_8(try compile(translation.syntax, translation))
    }

    /// The same with a callout at each starting place: for the few searches that need to be
    /// bounded place by place. The caller frees it.
    func counted() throws(PatternError) -> OpaquePointer {
        let code = try Self.compile("(?C)(?:\(translation.syntax))", translation)
        Self.makeFast(code)
        return code
    }

    private static func makeFast(_ code: OpaquePointer) {
        // Without machine code (forbidden by the system, or too large) the interpreter serves.
        _ = pcre2_jit_compile_8(code, PCRE2_JIT_COMPLETE | PCRE2_JIT_PARTIAL_HARD)
    }

    private static func compile(
        _ syntax: String, _ translation: PythonSyntax.Translation
    ) throws(PatternError) -> OpaquePointer {
        let context = pcre2_compile_context_create_8(nil)
        defer { pcre2_compile_context_free_8(context) }
        pcre2_set_newline_8(context, UInt32(PCRE2_NEWLINE_LF))
        // Further levels: around the whole here, and where `$` and `\b` are spelled out.
        pcre2_set_parens_nest_limit_8(context, UInt32(PatternLimits.nestingMax) + 3)
        // ALT_CIRCUMFLEX: Python's multi-line `^` holds after a final newline as well.
        var options = PCRE2_UTF | PCRE2_UCP | PCRE2_NEVER_BACKSLASH_C | PCRE2_ALT_CIRCUMFLEX
        if translation.ignoresCase { options |= PCRE2_CASELESS }
        if translation.isMultiline { options |= PCRE2_MULTILINE }
        if translation.dotMatchesNewline { options |= PCRE2_DOTALL }
        var number: Int32 = 0
        var offset = 0
        var syntax = syntax
        let code = syntax.withUTF8 { bytes in
            pcre2_compile_8(bytes.baseAddress, bytes.count, options, &number, &offset, context)
        }
        if let code { return code }
        throw PatternError(
            message: message(of: number), offset: translation.source(of: offset))
    }

    private static func message(of number: Int32) -> String {
        var buffer = [UInt8](repeating: 0, count: 256)
        let count = pcre2_get_error_message_8(number, &buffer, buffer.count)
        return String(decoding: buffer.prefix(Int(max(0, count))), as: UTF8.self)
    }

    private static func info(_ what: Int32, of code: OpaquePointer) -> UInt32 {
        var value: UInt32 = 0
        pcre2_pattern_info_8(code, UInt32(what), &value)
        return value
    }

    private static func required(
        of code: OpaquePointer, ignoresCase: Bool
    ) -> (UInt8, UInt8)? {
        guard info(PCRE2_INFO_LASTCODETYPE, of: code) == 1 else { return nil }
        let unit = info(PCRE2_INFO_LASTCODEUNIT, of: code)
        guard let byte = UInt8(exactly: unit), byte < 0x80 else { return nil }
        let hasCases = ignoresCase && Unicode.Scalar(byte).properties.isAlphabetic
        return (byte, hasCases ? byte ^ 0x20 : byte)
    }

    /// The last place in `range` of the byte every match contains.
    func lastRequired(in bytes: UnsafeRawBufferPointer, _ range: Range<Int>) -> Int? {
        guard let required else { return nil }
        return bytes[range].lastIndex { $0 == required.0 || $0 == required.1 }
    }

    /// Whether a match may begin at `start` or later, given the byte's last place.
    func allowsMatch(lastRequired: Int?, from start: Int) -> Bool {
        guard required != nil else { return true }
        guard let lastRequired else { return false }
        return lastRequired >= start
    }
}
