/// Follows a terminal stream and knows the modes the program has set and what it asked.
public struct ModeTracker: Sendable {
    /// The modes now in force.
    public private(set) var modes = Modes()
    /// Questions to the terminal that nobody has answered, in words, in order, without repeats.
    public private(set) var unanswered: [String] = []
    /// How many synchronized updates have ended.
    public private(set) var frames = 0
    /// How many OSC 133 prompt marks (A or B) were seen.
    public private(set) var prompts = 0
    /// The stream asks to be told these many questions at most.
    public static let unansweredMax = 8

    private var scanner = ControlSequences()
    /// The main and the alternate screen have a stack of kitty flags each; this is the other's.
    private var hiddenKittyKeyboard: [Int] = []
    private var rows: Int?

    /// A tracker at the beginning of a stream. Without the terminal's rows every scroll region
    /// counts as smaller than the screen.
    public init(rows: Int? = nil) { self.rows = rows }

    /// The terminal has a new size.
    public mutating func resized(rows: Int) { self.rows = rows }

    /// Takes the next bytes of the stream.
    public mutating func take(_ bytes: UnsafeRawBufferPointer) {
        var place = bytes.startIndex
        while place < bytes.endIndex {
            if scanner.isAtGround {
                guard let escape = bytes[place...].firstIndex(of: 0x1B) else { return }
                place = escape
            }
            switch scanner.take(bytes[place]) {
            case .csi(let marker, let parameters, 0, let final): csi(marker, parameters, final)
            case .csi(UInt8(ascii: "?"), let parameters, UInt8(ascii: "$"), UInt8(ascii: "p")):
                askMode(parameters.first ?? 0)
            case .csi(0, _, UInt8(ascii: "!"), UInt8(ascii: "p")): modes.resetSoftly()
            case .osc(let text): osc(text)
            case .escape(UInt8(ascii: "c")): reset()
            case .text, .inside, .csi, .escape: break
            }
            place += 1
        }
    }

    private mutating func reset() {
        modes = Modes()
        hiddenKittyKeyboard = []
    }

    private mutating func csi(_ marker: UInt8, _ parameters: [Int], _ final: UInt8) {
        switch (marker, final) {
        case (UInt8(ascii: "?"), UInt8(ascii: "h")), (UInt8(ascii: "?"), UInt8(ascii: "l")):
            for mode in parameters { setPrivate(mode, final == UInt8(ascii: "h")) }
        case (0, UInt8(ascii: "r")): setScrollRegion(parameters)
        case (UInt8(ascii: ">"), UInt8(ascii: "u")):
            modes.kittyKeyboard.append(parameters.first ?? 0)
            if modes.kittyKeyboard.count > 16 { modes.kittyKeyboard.removeFirst() }
        case (UInt8(ascii: "<"), UInt8(ascii: "u")):
            modes.kittyKeyboard.removeLast(
                min(max(parameters.first ?? 1, 1), modes.kittyKeyboard.count))
        case (UInt8(ascii: "="), UInt8(ascii: "u")): setKittyFlags(parameters)
        default: question(marker, parameters, final)
        }
    }

    private mutating func setPrivate(_ mode: Int, _ isOn: Bool) {
        if mode == 2026, !isOn, modes.synchronizedUpdate { frames += 1 }
        let wasAlternate = modes.alternateScreen
        modes.setPrivate(mode, isOn)
        if modes.alternateScreen != wasAlternate {
            swap(&modes.kittyKeyboard, &hiddenKittyKeyboard)
        }
    }

    /// DECSTBM: the first and the last row; none, or all rows, take the region away.
    private mutating func setScrollRegion(_ parameters: [Int]) {
        let top = max(parameters.first ?? 1, 1)
        let bottom = parameters.dropFirst().first ?? 0
        if let rows {
            let last = bottom == 0 ? rows : min(bottom, rows)
            if top < last { modes.scrollRegion = top > 1 || last < rows }
        } else {
            modes.scrollRegion = top > 1 || bottom > 0
        }
    }

    /// Changes the flags in force: all of them (1), sets some (2) or clears some (3).
    private mutating func setKittyFlags(_ parameters: [Int]) {
        let flags = parameters.first ?? 0
        let present = modes.kittyKeyboard.popLast()
        let next =
            switch parameters.dropFirst().first ?? 1 {
            case 2: (present ?? 0) | flags
            case 3: (present ?? 0) & ~flags
            default: flags
            }
        if present != nil || next != 0 { modes.kittyKeyboard.append(next) }
    }

    private mutating func question(_ marker: UInt8, _ parameters: [Int], _ final: UInt8) {
        switch (marker, final, parameters.first ?? 0) {
        case (0, UInt8(ascii: "c"), 0): ask("primary device attributes (CSI c)")
        case (UInt8(ascii: ">"), UInt8(ascii: "c"), 0):
            ask("secondary device attributes (CSI > c)")
        case (UInt8(ascii: ">"), UInt8(ascii: "q"), 0): ask("terminal version (CSI > q)")
        case (0, UInt8(ascii: "n"), 5): ask("device status (CSI 5 n)")
        case (0, UInt8(ascii: "n"), 6), (UInt8(ascii: "?"), UInt8(ascii: "n"), 6):
            ask("cursor position (CSI 6 n)")
        case (UInt8(ascii: "?"), UInt8(ascii: "u"), _): ask("kitty keyboard flags (CSI ? u)")
        default: break
        }
    }

    private mutating func askMode(_ mode: Int) {
        if mode > 0 { ask("state of mode \(mode) (CSI ? \(mode) $ p)") }
    }

    private mutating func osc(_ text: [UInt8]) {
        if text.starts(with: Array("133;A".utf8)) || text.starts(with: Array("133;B".utf8)) {
            prompts += 1
        } else if text.starts(with: Array("10;?".utf8)) {
            ask("foreground colour (OSC 10)")
        } else if text.starts(with: Array("11;?".utf8)) {
            ask("background colour (OSC 11)")
        }
    }

    private mutating func ask(_ what: String) {
        guard unanswered.count < Self.unansweredMax, !unanswered.contains(what) else { return }
        unanswered.append(what)
    }
}
