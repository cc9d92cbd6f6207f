/// The modes of a terminal that decide how keys and pastes become bytes and in what state a
/// program leaves the terminal.
///
/// Numbers are those of xterm's control sequences document ("DEC Private Mode Set").
public struct Modes: Hashable, Sendable {
    /// DECCKM (?1): cursor keys send SS3 sequences.
    public var applicationCursor = false
    /// Mouse reporting (?9, ?1000, ?1002, ?1003): which of them are on.
    public var mouseReporting: Set<Int> = []
    /// DECTCEM (?25): the cursor is shown.
    public var cursorVisible = true
    /// ?47, ?1047, ?1049: the alternate screen is shown.
    public var alternateScreen = false
    /// ?1004: focus changes are reported.
    public var focusReporting = false
    /// ?2004: pastes are bracketed.
    public var bracketedPaste = false
    /// ?2026: a synchronized update is under way.
    public var synchronizedUpdate = false
    /// Flags of the kitty keyboard protocol on its stack; the last one is in force.
    public var kittyKeyboard: [Int] = []
    /// DECSTBM: a scroll region smaller than the screen is set.
    public var scrollRegion = false

    /// The modes of a terminal that was just opened.
    public init() {}

    /// What a shell would not expect to find, in words; empty when all is well.
    public var leftovers: [String] {
        var found: [String] = []
        if alternateScreen { found.append("alternate screen still shown") }
        if !cursorVisible { found.append("cursor still hidden") }
        if !mouseReporting.isEmpty { found.append("mouse reporting still on") }
        if focusReporting { found.append("focus reporting still on") }
        if bracketedPaste { found.append("bracketed paste still on") }
        if kittyKeyboard.last ?? 0 != 0 { found.append("kitty keyboard flags still set") }
        if scrollRegion { found.append("scroll region still set") }
        if synchronizedUpdate { found.append("synchronized update never ended") }
        return found
    }

    /// DECSTR, as far as these modes go.
    mutating func resetSoftly() {
        applicationCursor = false
        cursorVisible = true
        scrollRegion = false
    }

    mutating func setPrivate(_ mode: Int, _ on: Bool) {
        switch mode {
        case 1: applicationCursor = on
        case 9, 1000, 1002, 1003:
            if on { mouseReporting.insert(mode) } else { mouseReporting.remove(mode) }
        case 25: cursorVisible = on
        case 47, 1047, 1049: alternateScreen = on
        case 1004: focusReporting = on
        case 2004: bracketedPaste = on
        case 2026: synchronizedUpdate = on
        default: break
        }
    }
}
