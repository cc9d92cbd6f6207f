/// One key stroke as a person names it: `enter`, `ctrl+x`, `alt+f`, `shift+tab`, `f5`, `q`.
///
/// What bytes it becomes depends on the modes the program has set; see ``KeyEncoder``.
public struct Key: Hashable, Sendable {
    /// The part of the key that is not a modifier.
    public enum Base: Hashable, Sendable {
        /// A character key.
        case character(Unicode.Scalar)
        /// A key with a name of its own.
        case named(Name)
        /// F1 to F12; the value is 1...12.
        case function(Int)
    }

    /// Keys that have a name instead of a character.
    public enum Name: String, CaseIterable, Hashable, Sendable {
        case enter, tab, escape, backspace, space
        case up, down, left, right
        case home, end, insert, delete
        case pageUp = "pageup"
        case pageDown = "pagedown"
    }

    /// Modifier keys held while the base key is pressed.
    public struct Modifiers: OptionSet, Hashable, Sendable {
        /// Bits as in xterm's modifier parameter minus one: shift 1, alt 2, ctrl 4.
        public let rawValue: Int
        /// Makes a set from xterm's bits.
        public init(rawValue: Int) { self.rawValue = rawValue }
        /// The Shift key.
        public static let shift = Modifiers(rawValue: 1)
        /// The Alt (Meta) key.
        public static let alt = Modifiers(rawValue: 2)
        /// The Control key.
        public static let ctrl = Modifiers(rawValue: 4)
    }

    /// The key that is pressed.
    public var base: Base
    /// The modifiers held meanwhile.
    public var modifiers: Modifiers

    /// Makes a key stroke.
    public init(_ base: Base, modifiers: Modifiers = []) {
        self.base = base
        self.modifiers = modifiers
    }
}
