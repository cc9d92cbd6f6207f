/// The bounds on what a pattern may cost, to compile and to search.
public enum PatternLimits {
    /// Longest text of a pattern, in Unicode scalars: far above anything written by hand.
    public static let scalarsMax = 16_384
    /// Deepest nesting of groups; PCRE2's own default, and what keeps the parser's stack small.
    public static let nestingMax = 250
    /// Largest number in `{m,n}`; PCRE2's bound (Python's is 2³² - 2).
    public static let repetitionsMax = 65_535
    /// Backtracking points a search may visit in all (some 0.3 s of compiled code), besides what
    /// `backtracksPerPlace` grants. An honest `(?:a|b)*` visits one for each character;
    /// `(a+)+$` would need more for 30 letters.
    public static let backtracksMax = 128 << 20
    /// Backtracking points granted to each starting place of a text of 1 MiB or more; in a
    /// shorter text so many more that the whole gets `backtracksFree`.
    public static let backtracksPerPlace = 64
    /// What all starting places of a text shorter than 1 MiB are granted together.
    public static let backtracksFree = 64 << 20
    /// Stack for remembered choices, in bytes, used only by searches that outgrow the 32 KiB of
    /// the machine stack: about two million choices.
    public static let stackBytesMax = 64 << 20
    /// The same for the interpreter (where code cannot be compiled to machine code), in KiB.
    public static let heapKibibytesMax: UInt32 = 64 << 10
}
