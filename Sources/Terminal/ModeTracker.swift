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

    /// A tracker at the beginning of a stream.
    public init() {}

    /// Takes the next bytes of the stream.
    public mutating func take(_ bytes: UnsafeRawBufferPointer) {
        var place = bytes.startIndex
        while place < bytes.endIndex {
            if scanner.isAtGround {
                guard let escape = bytes[place...].firstIndex(of: 0x1B) else { return }
                place = escape
            }
            switch scanner.take(bytes[place]) {
            case .csi(let marker, let parameters, let final): csi(marker, parameters, final)
            case .osc(let text): osc(text)
            case .escape(UInt8(ascii: "c")): modes = Modes()
            case .text, .inside, .escape: break
            }
            place += 1
        }
    }

    private mutating func csi(_ marker: UInt8, _ parameters: [Int], _ final: UInt8) {
        switch (marker, final) {
        case (UInt8(ascii: "?"), UInt8(ascii: "h")), (UInt8(ascii: "?"), UInt8(ascii: "l")):
            let on = final == UInt8(ascii: "h")
            if parameters.contains(2026), !on { frames += 1 }
            for mode in parameters { modes.setPrivate(mode, on) }
        case (0, UInt8(ascii: "r")):
            modes.scrollRegion = parameters.contains { $0 > 0 }
        case (UInt8(ascii: ">"), UInt8(ascii: "u")):
            modes.kittyKeyboard.append(parameters.first ?? 0)
            if modes.kittyKeyboard.count > 16 { modes.kittyKeyboard.removeFirst() }
        case (UInt8(ascii: "<"), UInt8(ascii: "u")):
            modes.kittyKeyboard.removeLast(
                min(max(parameters.first ?? 1, 1), modes.kittyKeyboard.count))
        case (UInt8(ascii: "="), UInt8(ascii: "u")):
            if !modes.kittyKeyboard.isEmpty { modes.kittyKeyboard.removeLast() }
            if let flags = parameters.first, flags > 0 { modes.kittyKeyboard.append(flags) }
        default: question(marker, parameters, final)
        }
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
        case (UInt8(ascii: "?"), UInt8(ascii: "p"), let mode) where mode > 0:
            ask("state of mode \(mode) (CSI ? \(mode) $ p)")
        default: break
        }
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
