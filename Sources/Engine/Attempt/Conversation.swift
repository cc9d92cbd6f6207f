import CLaunch
import Glibc
import Jobs
import Playback
import Scenarios

/// Owns one conversation: carries out what its player wants and reports what happens.
///
/// One thread, one blocking poll(2) loop. It may talk to the launcher, the program's streams and
/// the private directory; what to do is the player's affair.
final class Conversation {
    /// What surrounds a conversation.
    struct Surroundings {
        var workingDirectory: String
        var environment: [String]
        var triggerDirectory: String?
        var redactor: Redactor
        var shellNonce: String?
        /// The pressure on processors; `isOwn` when it is that of the attempt's own cgroup.
        var pressure: CPUPressure?
        var isPressureOwn: Bool
        /// Processes that belong to setup, not to the conversation.
        var ofSetup: Set<Int32>
        /// Where host commands are started; nil without delegation.
        var cgroup: Int32?
    }

    static let programTag: UInt32 = 1

    let surroundings: Surroundings
    let launcher: Launcher
    let streams: Streams
    let stop: StopSignal
    let onEffect: (PlayerEffect, Instant) -> Void

    let probe: InputProbe?
    let stalls: StallMeter
    var player: Player
    var marks: ShellMarks?
    var redactor: Redactor
    var errorRedactor: Redactor
    var recording: Recording?
    var errorRecording: Recording?
    var pending: [PlayerEvent] = []
    var verdict: Verdict?
    var isProgramEnded = false
    /// The verdict came because time was over.
    var isTimedOut = false

    var wakeAt: Instant?
    var idle: IdleWatch?
    var inputQueue: [UInt8] = []
    /// What the author should know of this conversation besides its outcome.
    var notes: [String] = []
    var lastInput: (at: Instant, stalled: Duration)?
    var host: HostProcess?
    var nextTag = Conversation.programTag + 1
    var screenshot: ScreenshotRequest?
    var sentinels: Sentinels?
    let buffer = UnsafeMutableRawBufferPointer.allocate(
        byteCount: EngineLimits.readBytesMax, alignment: 16)

    init(
        _ player: Player, streams: Streams, launcher: Launcher, stop: StopSignal,
        surroundings: Surroundings, recording: Recording?,
        errorRecording: Recording?,
        onEffect: @escaping (PlayerEffect, Instant) -> Void
    ) {
        self.player = player
        self.streams = streams
        self.launcher = launcher
        self.stop = stop
        self.surroundings = surroundings
        self.recording = recording
        self.errorRecording = errorRecording
        self.onEffect = onEffect
        stalls = StallMeter(
            pressure: surroundings.pressure, isOwn: surroundings.isPressureOwn, launcher: launcher)
        probe = streams.terminal.map {
            InputProbe(below: launcher, leavingOut: surroundings.ofSetup, terminal: $0)
        }
        redactor = surroundings.redactor
        errorRedactor = surroundings.redactor
        marks = surroundings.shellNonce.map { ShellMarks(nonce: $0) }
    }

    deinit { buffer.deallocate() }

    /// Holds the conversation with the program that was just started, until its verdict.
    func hold() -> Verdict {
        feed(.started)
        drainLauncher()
        while true {
            if let verdict { return verdict }
            if let whom = stop.requestedBy {
                feed(.cancelled(by: whom))
                continue
            }
            waitForSomething()
        }
    }

    /// Gives the player an event and does what it wants, also what follows from that.
    func feed(_ event: PlayerEvent) {
        perform(player.handle(event, at: SystemClock.now()))
        while !pending.isEmpty {
            let next = pending.removeFirst()
            perform(player.handle(next, at: SystemClock.now()))
        }
    }

    private func waitForSomething() {
        var polled: [pollfd] = [
            pollfd(fd: launcher.descriptor, events: Int16(POLLIN), revents: 0),
            pollfd(fd: stop.descriptor, events: Int16(POLLIN), revents: 0),
            pollfd(fd: streams.output, events: Int16(POLLIN), revents: 0),
        ]
        if streams.error >= 0 { polled.append(readable(streams.error)) }
        if let host { polled.append(readable(host.descriptor)) }
        if let screenshot { polled.append(readable(screenshot.descriptor)) }
        if let sentinels { polled.append(readable(sentinels.descriptor)) }
        if !inputQueue.isEmpty {
            polled.append(pollfd(fd: streams.input, events: Int16(POLLOUT), revents: 0))
        }
        cevents_poll(&polled, polled.count, timeUntilNext())
        if polled[2].revents != 0 { readOutput() }
        if polled[0].revents != 0 { drainLauncher() }
        if streams.error >= 0 { readErrors() }
        if !inputQueue.isEmpty, flushInput() { feed(.inputWritten) }
        checkFiles()
        checkHost()
        checkTime()
    }

    private func readable(_ descriptor: Int32) -> pollfd {
        pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
    }

    /// Nanoseconds until something is due; -1 when nothing is.
    private func timeUntilNext() -> Int64 {
        let due = [wakeAt, idle?.nextLook, host?.deadline].compactMap { $0 }.min()
        guard let due else { return -1 }
        return max(0, (due - SystemClock.now()).nanoseconds)
    }

    /// Reports what the launcher says. All output of a program that ended is read first.
    func drainLauncher() {
        do throws(LaunchFailure) {
            while let event = try launcher.nextEvent() { take(event) }
        } catch {
            feed(.broken(ErrorCause(.infrastructure, "\(error)")))
        }
    }

    /// What the program's own process used.
    private(set) var usage = Usage()

    private func take(_ event: LauncherEvent) {
        switch event {
        case .stopped(Self.programTag, let signal):
            feed(.programStopped(signal: Int(signal)))
        case .continued(Self.programTag): feed(.programStopped(signal: nil))
        case .ended(Self.programTag, let ending, let used):
            usage = used
            isProgramEnded = true
            while streams.output >= 0, readOutput() {}
            if streams.error >= 0 { readErrors() }
            feed(.programEnded(ending))
        case .ended(let tag, let ending, _):
            if let host, host.tag == tag { host.ending = ending }
        case .stopped, .continued: break
        }
    }
}
