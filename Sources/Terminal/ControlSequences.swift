/// A scanner of the control sequences in a terminal stream, after ECMA-48 and xterm.
///
/// It tells text from control sequences across any division into chunks. It keeps no screen.
public struct ControlSequences: Sendable {
    /// What one byte was.
    public enum Token: Hashable, Sendable {
        /// Part of the text (also C0 controls such as LF and TAB).
        case text(UInt8)
        /// Part of a control sequence that is not complete.
        case inside
        /// The last byte of a CSI sequence: private marker or 0, parameters, the last intermediate
        /// byte or 0, final byte.
        case csi(marker: UInt8, parameters: [Int], intermediate: UInt8, final: UInt8)
        /// The last byte of an OSC sequence, with its text (cut at ``oscBytesMax``).
        case osc([UInt8])
        /// The last byte of any other escape sequence: its final byte, or its intermediate byte
        /// where there is one (`ESC ( B` gives `(`).
        case escape(UInt8)
    }

    /// How much of an OSC's text is kept, in bytes.
    public static let oscBytesMax = 256
    /// How many parameters of a CSI are kept.
    public static let parametersMax = 16

    private enum State {
        case ground, escape, escapeIntermediate, csi, osc, oscEscape, string, stringEscape
    }
    private var state = State.ground
    private var marker: UInt8 = 0
    private var intermediate: UInt8 = 0
    private var parameters: [Int] = []
    /// Parameters beyond ``parametersMax`` have begun; their digits count for nothing.
    private var isFull = false
    private var text: [UInt8] = []

    /// A scanner at the beginning of a stream.
    public init() {}

    /// Whether the next byte begins something new, so that text may be skipped unseen.
    public var isAtGround: Bool { state == .ground }

    /// Takes one byte.
    public mutating func take(_ byte: UInt8) -> Token {
        switch state {
        case .ground:
            guard byte == 0x1B else { return .text(byte) }
            state = .escape
            return .inside
        case .escape, .escapeIntermediate: return takeEscape(byte)
        case .csi: return takeCSI(byte)
        case .osc, .oscEscape: return takeOSC(byte)
        case .string, .stringEscape: return takeString(byte)
        }
    }

    /// What acts at once inside an escape or CSI sequence: C0 controls do their work, ESC begins
    /// anew, CAN and SUB end the sequence, and what is not ASCII is text again.
    private mutating func interruption(_ byte: UInt8) -> Token? {
        switch byte {
        case 0x1B: state = .escape
        case 0x18, 0x1A: state = .ground
        case 0x7F: break
        case 0x00..<0x20: return .text(byte)
        case 0x80...:
            state = .ground
            return .text(byte)
        default: return nil
        }
        return .inside
    }

    private mutating func takeEscape(_ byte: UInt8) -> Token {
        if let token = interruption(byte) { return token }
        switch (state, byte) {
        case (_, 0x20...0x2F):
            state = .escapeIntermediate
            intermediate = byte
        case (.escapeIntermediate, _):
            state = .ground
            return .escape(intermediate)
        case (_, UInt8(ascii: "[")):
            state = .csi
            marker = 0
            intermediate = 0
            isFull = false
            parameters.removeAll(keepingCapacity: true)
        case (_, UInt8(ascii: "]")):
            state = .osc
            text.removeAll(keepingCapacity: true)
        case (_, UInt8(ascii: "P")), (_, UInt8(ascii: "X")), (_, UInt8(ascii: "^")),
            (_, UInt8(ascii: "_")):
            state = .string
        default:
            state = .ground
            return .escape(byte)
        }
        return .inside
    }

    private mutating func takeCSI(_ byte: UInt8) -> Token {
        if let token = interruption(byte) { return token }
        switch byte {
        case 0x30...0x39 where !isFull:
            if parameters.isEmpty { parameters.append(0) }
            let last = parameters.count - 1
            parameters[last] = min(parameters[last] * 10 + Int(byte - 0x30), 99_999)
        case 0x3A, 0x3B:
            if parameters.isEmpty { parameters.append(0) }
            isFull = parameters.count == Self.parametersMax
            if !isFull { parameters.append(0) }
        case 0x3C...0x3F: marker = byte
        case 0x20...0x2F: intermediate = byte
        case 0x40...0x7E:
            state = .ground
            return .csi(
                marker: marker, parameters: parameters, intermediate: intermediate, final: byte)
        default: break
        }
        return .inside
    }

    private mutating func takeOSC(_ byte: UInt8) -> Token {
        if state == .oscEscape {
            state = byte == UInt8(ascii: "\\") ? .ground : .escape
            guard state == .ground else { return takeEscape(byte) }
            return .osc(text)
        }
        switch byte {
        case 0x07:
            state = .ground
            return .osc(text)
        case 0x1B: state = .oscEscape
        case 0x18, 0x1A: state = .ground
        default: if text.count < Self.oscBytesMax { text.append(byte) }
        }
        return .inside
    }

    private mutating func takeString(_ byte: UInt8) -> Token {
        if state == .stringEscape {
            state = byte == UInt8(ascii: "\\") ? .ground : .escape
            return state == .ground ? .escape(byte) : takeEscape(byte)
        }
        switch byte {
        case 0x1B: state = .stringEscape
        case 0x18, 0x1A: state = .ground
        default: break
        }
        return .inside
    }
}
