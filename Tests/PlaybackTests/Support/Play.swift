import Playback
import Scenarios
import Testing

@testable import struct Playback.Player

/// What happens to a program that exists only in a test.
enum Happening {
    /// It writes; nothing more is known to come at once.
    case prints(String)
    /// It writes, and more comes at once.
    case printsPart(String)
    case bytes([UInt8], more: Bool)
    case complains(String)
    case mark(ShellMarks.Mark)
    /// Nobody can write any more.
    case closes
    case exits(Int)
    case dies(Int)
    case stops(Int)
    /// Everything is written, then it exits with status 0.
    case ends
    /// So much time passes; wakes that fall due are delivered in time.
    case after(Duration)
    /// From now on the machine was busy for so long in each wait.
    case busy(Duration)
    /// The program takes no input until `takes`.
    case clogs
    case takes
    case idle
    case idleMaybe
    case sentinel(String)
    case screenshot
    case host(Int?, String)
    case cancel
}

/// A conversation played with a clock of its own.
struct Play {
    private(set) var player: Player
    private(set) var now = Instant(nanoseconds: 5_000_000_000_000)
    private(set) var effects: [PlayerEffect] = []
    private var wake: Instant?
    private var busy: Duration = .zero
    private var isClogged = false

    /// Begins a conversation. A text that starts with `- ` is the steps of a scenario whose
    /// `steps` stands in line 2, so that the first step is in line 3.
    init(
        _ text: String, shell: Bool = false, strict: Bool = false,
        environment: [String: String] = [:], sourceLocation: SourceLocation = #_sourceLocation
    ) throws {
        let whole = text.hasPrefix("- ") ? "command: program\nsteps:\n" + text : text
        let reading = ScenarioFile.read(Array(whole.utf8), path: "play.yaml", lenient: false)
        let told = reading.diagnostics.map(\.message).joined(separator: "; ")
        let scenario = try #require(
            reading.scenarios.first, "\(told) in: \(whole)", sourceLocation: sourceLocation)
        var settings = PlayerSettings()
        settings.hasShellMarks = shell
        settings.strictTimeouts = strict
        settings.environment = environment
        player = Player(scenario, settings: settings)
        send(.started)
    }

    /// The verdict so far, in one line.
    var verdict: String {
        for case .finished(let verdict) in effects { return Self.line(verdict) }
        if case .closing = player.activity { return "steps held" }
        return "waits in step \(player.stepIndex + 1)"
    }

    /// The failure, when there is one.
    var failure: Failure? {
        for case .finished(.failed(let failure)) in effects { return failure }
        return nil
    }

    /// What the program was given, in order.
    var input: String {
        let bytes = effects.flatMap { effect -> [UInt8] in
            if case .write(let bytes) = effect { bytes } else { [] }
        }
        return String(decoding: bytes, as: UTF8.self)
    }

    /// Steps that ended: `1 passed`, `2 skipped`.
    var steps: [String] {
        effects.compactMap { effect in
            guard case .stepEnded(let number, let status, _) = effect else { return nil }
            return "\(number) \(status.rawValue)"
        }
    }

    mutating func happen(_ happenings: [Happening]) {
        for happening in happenings { happen(happening) }
    }

    mutating func happen(_ happening: Happening) {
        switch happening {
        case .prints(let text): output(Array(text.utf8), more: false)
        case .printsPart(let text): output(Array(text.utf8), more: true)
        case .bytes(let bytes, let more): output(bytes, more: more)
        case .complains(let text): Array(text.utf8).withUnsafeBytes { send(.errorOutput($0)) }
        case .mark(let mark): send(.shellMark(mark))
        case .closes: send(.outputClosed)
        case .exits(let status): send(.programEnded(.exited(status)))
        case .dies(let signal): send(.programEnded(.signalled(signal)))
        case .stops(let signal): send(.programStopped(signal: signal))
        case .ends: happen([.closes, .exits(0)])
        case .after(let duration): pass(duration)
        case .busy(let duration): busy = duration
        case .clogs: isClogged = true
        case .takes:
            isClogged = false
            send(.inputWritten)
        case .idle: send(.idle(evidence: "reads its terminal", isSure: true))
        case .idleMaybe: send(.idle(evidence: "sleeps", isSure: false))
        case .sentinel(let line): send(.sentinels([line]))
        case .screenshot: send(.screenshotTaken)
        case .host(let status, let text): send(.hostCommandEnded(status: status, output: text))
        case .cancel: send(.cancelled(by: "somebody"))
        }
    }

    private mutating func output(_ bytes: [UInt8], more: Bool) {
        bytes.withUnsafeBytes { send(.output($0, more: more)) }
    }

    private mutating func pass(_ duration: Duration) {
        let end = now + duration
        while let due = wake, due <= end {
            wake = nil
            now = max(now, due)
            send(.timeReached(stalled: busy))
        }
        now = end
    }

    private mutating func send(_ event: PlayerEvent) {
        let asked = player.handle(event, at: now)
        effects += asked
        var isWritten = false
        for effect in asked {
            if case .wake(let instant) = effect { wake = instant }
            if case .write = effect { isWritten = true }
        }
        if isWritten, !isClogged { send(.inputWritten) }
    }

    private static func line(_ verdict: Verdict) -> String {
        switch verdict {
        case .held: return "held"
        case .failed(let failure):
            let place = failure.position.map { "\($0.line):\($0.column) " } ?? ""
            return "failed \(place)\(failure.message)"
        case .error(let cause):
            let place = cause.position.map { "\($0.line):\($0.column) " } ?? ""
            return "error \(cause.kind.rawValue) \(place)\(cause.message)"
        case .cancelled(let whom): return "cancelled by \(whom)"
        }
    }
}

/// One row of a table: a scenario, what happens, and the verdict.
struct Row: CustomTestStringConvertible {
    let scenario: String
    let happenings: [Happening]
    let verdict: String

    init(_ scenario: String, _ happenings: [Happening], _ verdict: String) {
        self.scenario = scenario
        self.happenings = happenings
        self.verdict = verdict
    }

    var testDescription: String { "\(scenario) → \(verdict)" }

    func check(shell: Bool = false) throws {
        var play = try Play(scenario, shell: shell)
        play.happen(happenings)
        #expect(play.verdict == verdict)
    }
}
