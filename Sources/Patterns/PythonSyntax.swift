/// Translates Python's `re` syntax (3.11, text patterns) into PCRE2's.
///
/// Refuses what Python refuses, with Python's wording and offsets. Group names become numbers,
/// comments and verbose white space go, and every literal is escaped, so nothing of PCRE2's own
/// syntax can be reached from the author's text.
public enum PythonSyntax {
    /// A pattern PCRE2 understands.
    public struct Translation: Hashable, Sendable {
        /// The pattern in PCRE2 syntax.
        public let syntax: String
        /// Compile the whole with PCRE2_CASELESS.
        public let ignoresCase: Bool
        /// Compile the whole with PCRE2_MULTILINE.
        public let isMultiline: Bool
        /// Compile the whole with PCRE2_DOTALL.
        public let dotMatchesNewline: Bool
        /// Some part may be matched in either case.
        let mayIgnoreCase: Bool
        /// Where parts of `syntax` (UTF-8 offset) come from (scalar offset in the author's text).
        let origins: [Origin]

        struct Origin: Hashable, Sendable {
            let output: Int
            let source: Int
        }

        /// The offset in the author's text of a UTF-8 offset in `syntax`.
        func source(of output: Int) -> Int {
            origins.last { $0.output < max(1, output) }?.source ?? 0
        }
    }

    /// Translates `text`; throws what Python's `re.compile` would.
    public static func translate(
        _ text: String, options: PatternOptions = []
    ) throws(PatternError) -> Translation {
        if text.unicodeScalars.count > PatternLimits.scalarsMax {
            throw PatternError(
                message: "pattern longer than \(PatternLimits.scalarsMax) characters",
                offset: PatternLimits.scalarsMax)
        }
        var flags: PatternFlags = []
        if options.contains(.dotAll) { flags.insert(.dotAll) }
        if options.contains(.multiline) { flags.insert(.multiline) }
        var parser = try PythonParser(text, flags: flags)
        try parser.parse()
        return Translation(
            syntax: parser.output, ignoresCase: parser.globalFlags.contains(.ignoreCase),
            isMultiline: parser.globalFlags.contains(.multiline),
            dotMatchesNewline: parser.globalFlags.contains(.dotAll),
            mayIgnoreCase: parser.usedFlags.contains(.ignoreCase), origins: parser.origins)
    }
}
