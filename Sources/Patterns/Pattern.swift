import CPCRE2

/// How a pattern is read, besides its own inline flags.
public struct PatternOptions: OptionSet, Hashable, Sendable {
    /// The options as bits.
    public let rawValue: UInt8

    /// `.` matches a newline too, like Python's `re.DOTALL`.
    public static let dotAll = PatternOptions(rawValue: 1)
    /// `^` and `$` match at every line, like Python's `re.MULTILINE`.
    public static let multiline = PatternOptions(rawValue: 2)

    /// Makes options from bits.
    public init(rawValue: UInt8) {
        self.rawValue = rawValue
    }
}

/// A compiled regular expression in Python's `re` syntax.
///
/// Immutable, so it may be shared by any number of threads; each search brings its own memory.
public struct Pattern: Hashable, Sendable {
    /// The author's text.
    public let text: String
    /// How the text was read.
    public let options: PatternOptions
    let code: CompiledCode

    /// Compiles `text`; throws what Python's `re.compile` would, or that it is too large.
    public init(_ text: String, options: PatternOptions = []) throws(PatternError) {
        self.text = text
        self.options = options
        code = try CompiledCode(try PythonSyntax.translate(text, options: options))
    }

    /// Throws what compiling `text` would throw; costs half of that.
    public static func check(_ text: String, options: PatternOptions = []) throws(PatternError) {
        try CompiledCode.check(try PythonSyntax.translate(text, options: options))
    }

    /// The leftmost match, in byte offsets.
    ///
    /// - Parameters:
    ///   - bytes: valid UTF-8 (unchecked).
    ///   - start: where to begin, at a character; bytes before it are context only.
    public func firstMatch(
        in bytes: UnsafeRawBufferPointer, from start: Int = 0
    ) throws(PatternLimitExceeded) -> Range<Int>? {
        let range = start..<bytes.count
        guard code.allowsMatch(lastRequired: code.lastRequired(in: bytes, range), from: start)
        else { return nil }
        switch try MatchMemory().match(self, bytes, from: start, mode: .complete) {
        case .match(let range): return range
        case .none, .partial: return nil
        }
    }

    /// The leftmost match in `bytes`, which must be valid UTF-8, in byte offsets.
    public func firstMatch(in bytes: [UInt8]) throws(PatternLimitExceeded) -> Range<Int>? {
        var result: Result<Range<Int>?, PatternLimitExceeded> = .success(nil)
        bytes.withUnsafeBytes { buffer in
            do throws(PatternLimitExceeded) {
                result = .success(try firstMatch(in: buffer))
            } catch {
                result = .failure(error)
            }
        }
        return try result.get()
    }

    /// The leftmost match in `text`, in UTF-8 offsets.
    public func firstMatch(in text: String) throws(PatternLimitExceeded) -> Range<Int>? {
        try firstMatch(in: Array(text.utf8))
    }

    /// Equal text read in the same way.
    public static func == (left: Pattern, right: Pattern) -> Bool {
        left.options == right.options
            && left.text.unicodeScalars.elementsEqual(right.text.unicodeScalars)
    }

    /// Hashes what `==` compares.
    public func hash(into hasher: inout Hasher) {
        hasher.combine(options)
        for scalar in text.unicodeScalars { hasher.combine(scalar) }
    }
}
