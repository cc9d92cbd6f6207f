/// The bounds on what a pattern may cost, to compile and to search.
public enum PatternLimits {
    /// Longest text of a pattern, in Unicode scalars: far above anything written by hand.
    public static let scalarsMax = 16_384
    /// Deepest nesting of groups; PCRE2's own default, and what keeps the parser's stack small.
    public static let nestingMax = 250
    /// Largest number in `{m,n}`; PCRE2's bound (Python's is 2³² - 2).
    public static let repetitionsMax = 65_535
    /// Backtracking points one starting place may visit: about 100 ms of compiled code, while an
    /// honest `(?:a|b)*` visits about one for each character of an 8 MiB window.
    public static let backtracksMax: UInt32 = 10_000_000
    /// Stack for remembered choices, in bytes, used only by searches that outgrow the 32 KiB of
    /// the machine stack: about a million choices.
    public static let stackBytesMax = 32 << 20
    /// The same for the interpreter (where code cannot be compiled to machine code), in KiB.
    public static let heapKibibytesMax: UInt32 = 64 << 10
}
