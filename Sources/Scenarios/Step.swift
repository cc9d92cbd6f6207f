import Patterns
import Terminal

/// One step of the conversation.
///
/// Inside a step the order is: note, waits, actions, captures, assertions.
public struct Step: Hashable, Sendable {
    /// 1-based number in the file.
    public var number: Int
    /// Where the step starts in the file.
    public var position: Position
    /// Shown in progress and reports.
    public var note: String?
    /// The step is skipped when this does not hold.
    public var condition: Condition?
    /// Bound of each wait of this step; nil: the scenario's `timeout`.
    public var timeout: Duration?
    /// Accept a screen that already held before the input.
    public var staleOK = false
    /// What to wait for, in file order.
    public var waits: [Located<Wait>] = []
    /// What to do then, in file order.
    public var actions: [Located<Action>] = []
    /// Pictures of the screen to take then.
    public var captures: [Located<Capture>] = []
    /// What must hold then.
    public var assertions: [Located<Assertion>] = []

    /// An empty step.
    public init(number: Int, position: Position) {
        self.number = number
        self.position = position
    }
}

/// Something to wait for.
public enum Wait: Hashable, Sendable {
    /// Any of these patterns in the unconsumed output; never empty.
    case expect([PatternText])
    /// A line of the sentinel file that contains this text.
    case sentinel(String)
    /// The screen shows this.
    case screen(ScreenCondition)
    /// The screen shows this no longer.
    case gone(ScreenCondition)
    /// The process has ended with a right status.
    case exit(ExitCodeRule)
    /// So much time has passed.
    case pause(Duration)
    /// The program waits for input, or nothing came for the given time.
    case idle(quiet: Duration?)
}

/// A regular expression as the author wrote it (Python `re` syntax).
///
/// Flags are DOTALL for `expect`, MULTILINE and DOTALL for `expect_regex`, none for
/// `file_contains`; the place of use decides.
public typealias PatternText = String

/// Something done to the program or the world.
public enum Action: Hashable, Sendable {
    /// Text for the program, with `newline` a line feed after it.
    case send(String, newline: Bool)
    /// A command for the shell of a ``Command/session(shell:)``, any number of lines.
    case command(String)
    /// A control byte: 0...31 or 127.
    case control(UInt8)
    /// Key strokes.
    case press([Key])
    /// Text as key strokes.
    case type(String)
    /// Text as a paste, bracketed where the program asked for it.
    case paste(String)
    /// A mouse action on the screen.
    case mouse(MouseAction)
    /// A new size of the terminal.
    case resize(columns: Int, rows: Int)
    /// A signal to the program's foreground process group.
    case signal(SignalName)
    /// A command of the host.
    case run(HostCommand)
}

/// A picture of the screen.
public enum Capture: Hashable, Sendable {
    /// Kept as a file; the value is the slug of its name.
    case screenshot(slug: String)
    /// Compared with a stored one.
    case snapshot(name: String, masks: [String])
}

/// What the mouse does.
public struct MouseAction: Hashable, Sendable {
    /// Kinds of mouse actions.
    public enum Kind: String, CaseIterable, Hashable, Sendable {
        case click, double, drag, scroll
    }
    /// What is done.
    public var kind: Kind
    /// 1-based row, when given.
    public var row: Int?
    /// 1-based column, when given.
    public var column: Int?
    /// Text on the screen to aim at, when given.
    public var text: String?
    /// 1-based row where a drag ends.
    public var toRow: Int?
    /// 1-based column where a drag ends.
    public var toColumn: Int?
    /// How many lines to scroll, above zero downwards; nil: one notch of the wheel down.
    public var lines: Int?

    /// Makes a mouse action.
    public init(_ kind: Kind, row: Int? = nil, column: Int? = nil, text: String? = nil) {
        self.kind = kind
        self.row = row
        self.column = column
        self.text = text
    }
}

/// What a screen must show; all given parts must hold.
public struct ScreenCondition: Hashable, Sendable {
    /// Literal text.
    public var text: String?
    /// Regular expression over the screen's lines.
    public var regex: PatternText?
    /// 1-based row the match starts in.
    public var row: Int?
    /// 1-based column the match starts in.
    public var column: Int?
    /// Rectangle to look in: row, column, rows, columns.
    public var region: [Int]?
    /// Style words the match must have.
    public var style: [String] = []
    /// 1-based row and column of the cursor.
    public var cursor: [Int]?
    /// Window title.
    public var title: String?
    /// How many matches there must be.
    public var count: Int?
    /// There must be exactly one match.
    public var unique = false

    /// A condition that always holds.
    public init() {}
}
