import CLaunch
import Glibc

/// A process that starts programs for one thread and answers for everything they leave behind.
///
/// Make launchers when the program starts, while it is small; afterwards each belongs to the one
/// thread that uses it. Whatever is started stays a descendant of the launcher, double-forked
/// daemons included, and dies with it.
///
/// After each request call ``nextEvent()`` until it returns nil before waiting on ``descriptor``:
/// events that came while a request was answered are kept here.
public final class Launcher {
    private var process: claunch
    private var isOpen = true
    private var kept: [LauncherEvent] = []

    /// False when nothing is alive or unreaped of what this launcher started, and of what that
    /// started in turn, as far as the launcher has told. True says that it is worth looking.
    public private(set) var mayHaveDescendants = false

    init(_ process: claunch) { self.process = process }

    deinit { close() }

    /// Makes a launcher process.
    public static func start() throws(LaunchFailure) -> Launcher {
        var process = claunch()
        let error = claunch_start(&process)
        guard error == 0 else { throw .noLauncher(SystemError(error)) }
        return Launcher(process)
    }

    /// Readable when there is an event, or when the launcher is gone.
    public var descriptor: Int32 { process.socket }

    /// The launcher's own process: the root of the tree of everything it started.
    public var processID: Int32 { process.pid }

    /// Starts a program and returns its process ID when it runs.
    public func spawn(_ request: SpawnRequest) throws(LaunchFailure) -> Int32 {
        try beginSpawn(request)
        return try finishSpawn(request)
    }

    /// Asks for a program. Until ``finishSpawn(_:)`` tells what came of it there may be other
    /// work, but no other request to the launcher than to kill all.
    func beginSpawn(_ request: SpawnRequest) throws(LaunchFailure) {
        var message = claunch_request()
        message.kind = CLAUNCH_SPAWN.rawValue
        message.tag = request.tag
        message.argument_count = UInt32(clamping: request.arguments.count)
        message.environment_count = UInt32(clamping: request.environment.count)
        message.text_bytes = try write(request)
        let descriptors = request.descriptors
        message.flags = request.flags
        mayHaveDescendants = true
        try send(message, descriptors)
    }

    /// Waits until the program that was asked for runs; returns its process ID.
    func finishSpawn(_ request: SpawnRequest) throws(LaunchFailure) -> Int32 {
        let reply = try awaitReply { $0 == CLAUNCH_SPAWNED || $0 == CLAUNCH_SPAWN_FAILED }
        guard reply.kind == CLAUNCH_SPAWNED.rawValue else {
            throw LaunchFailure(reply, request: request)
        }
        return reply.pid
    }

    /// Whom a signal is for.
    public enum Scope: Hashable, Sendable {
        /// The program itself.
        case process
        /// The program's process group.
        case group
        /// The process group that the program's terminal calls its foreground.
        case foreground

        fileprivate var value: claunch_scope {
            switch self {
            case .process: CLAUNCH_PROCESS
            case .group: CLAUNCH_GROUP
            case .foreground: CLAUNCH_FOREGROUND
            }
        }
    }

    /// Sends a signal; returns why it could not be sent (ESRCH: the program is over), nil if sent.
    public func signal(
        _ tag: UInt32, _ number: Int32, scope: Scope
    ) throws(LaunchFailure) -> SystemError? {
        var message = claunch_request()
        message.kind = CLAUNCH_SIGNAL.rawValue
        message.tag = tag
        message.signal = number
        message.scope = scope.value.rawValue
        try send(message, [])
        let reply = try awaitReply { $0 == CLAUNCH_SIGNALLED }
        return reply.value == 0 ? nil : SystemError(reply.value)
    }

    /// Kills everything this launcher started that is alive, and waits until it is gone.
    ///
    /// Survivors belong to another account or hang in the kernel; waiting for those is bounded.
    public func killAll() throws(LaunchFailure) -> Sweep {
        var message = claunch_request()
        message.kind = CLAUNCH_KILL_ALL.rawValue
        try send(message, [])
        let reply = try awaitReply { $0 == CLAUNCH_KILLED_ALL }
        return Sweep(killed: Int(reply.killed), survivors: Int(reply.survivors))
    }

    /// The next thing that happened, without waiting; nil when there is none.
    public func nextEvent() throws(LaunchFailure) -> LauncherEvent? {
        if !kept.isEmpty { return kept.removeFirst() }
        guard isOpen else { throw .launcherGone }
        guard let event = try receive(waiting: false) else { return nil }
        return LauncherEvent(event)
    }

    /// Kills everything, ends the launcher and waits until it is gone.
    public func close() {
        guard isOpen else { return }
        isOpen = false
        claunch_stop(&process)
    }

    private func send(_ message: claunch_request, _ descriptors: [Int32]) throws(LaunchFailure) {
        guard isOpen else { throw .launcherGone }
        var message = message
        let error = claunch_send(process.socket, &message, descriptors, descriptors.count)
        guard error != EPIPE, error != ECONNRESET else { throw .launcherGone }
        guard error == 0 else { throw .system(.request, path: "launcher", SystemError(error)) }
    }

    private func awaitReply(
        _ isReply: (claunch_event_kind) -> Bool
    ) throws(LaunchFailure) -> claunch_event {
        while true {
            guard let event = try receive(waiting: true) else { throw .launcherGone }
            if isReply(claunch_event_kind(event.kind)) { return event }
            if let event = LauncherEvent(event) { kept.append(event) }
        }
    }

    private func receive(waiting: Bool) throws(LaunchFailure) -> claunch_event? {
        var event = claunch_event()
        switch claunch_receive(process.socket, &event, waiting ? 1 : 0) {
        case 0: return nil
        case 1: break
        default: throw .launcherGone
        }
        // In the order in which it happened: a later spawn makes an earlier answer void.
        switch claunch_event_kind(event.kind) {
        case CLAUNCH_SPAWNED: mayHaveDescendants = true
        case CLAUNCH_ENDED where event.childless != 0: mayHaveDescendants = false
        case CLAUNCH_KILLED_ALL where event.survivors == 0: mayHaveDescendants = false
        default: break
        }
        return event
    }

    /// Writes the text of a request into the shared area; returns its size.
    private func write(_ request: SpawnRequest) throws(LaunchFailure) -> UInt32 {
        guard isOpen else { throw .launcherGone }
        let start = Int(CLAUNCH_TEXT_OFFSET)
        var at = start
        try append(request.path, at: &at)
        try append(request.workingDirectory ?? "", at: &at)
        for argument in request.arguments { try append(argument, at: &at) }
        for entry in request.environment { try append(entry, at: &at) }
        return UInt32(at - start)
    }

    private func append(_ text: String, at: inout Int) throws(LaunchFailure) {
        var text = text
        let space = Int(CLAUNCH_AREA_BYTES) - at
        let area = process.area + at
        // Bytes written with the NUL behind them; nil when there is no room, 0 when one is inside.
        let written: Int? = text.withUTF8 { bytes in
            guard bytes.count < space else { return nil }
            guard !bytes.contains(0) else { return 0 }
            if let from = bytes.baseAddress { area.update(from: from, count: bytes.count) }
            area[bytes.count] = 0
            return bytes.count + 1
        }
        guard let written else { throw .textTooLarge }
        guard written > 0 else { throw .containsNUL(text: text) }
        at += written
    }
}

extension SpawnRequest {
    fileprivate var descriptors: [Int32] {
        let ours: [Int32] =
            switch streams {
            case .terminal(let terminal): [terminal]
            case .descriptors(let input, let output, let error): [input, output, error]
            }
        return ours + (cgroup.map { [$0] } ?? [])
    }

    fileprivate var flags: UInt32 {
        var flags: UInt32 = cgroup == nil ? 0 : CLAUNCH_CGROUP.rawValue
        if case .terminal = streams { flags |= CLAUNCH_TERMINAL.rawValue }
        return flags
    }
}
