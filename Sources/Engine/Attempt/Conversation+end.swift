import Glibc
import Jobs
import Playback
import Scenarios

/// What happens to the program when the conversation is over and it still runs.
extension Attempt {
    /// Ends the program; of a cancelled attempt everything, counted.
    func endProgram(_ conversation: Conversation, _ outcome: Outcome) {
        guard case .cancelled = outcome else { return end(conversation) }
        let count = launcher.descendants().count
        end(conversation)
        stopEverything(of: count)
    }

    /// Kills what is alive of so many processes, and counts.
    func stopEverything(of count: Int) {
        let alive = launcher.descendants().count
        stopped = StopCount(processes: max(count, alive), killed: alive, left: 0)
        guard alive > 0 else { return }
        // What the cgroup does not reach, the launcher does.
        try? cgroup?.kill()
        do throws(LaunchFailure) {
            stopped?.left = try launcher.killAll().survivors
        } catch {
            warnings.append("failed to stop everything: \(error)")
        }
    }

    /// Ends the program politely first: hang-up and end of input, then SIGTERM, then nothing
    /// survives SIGKILL in ``AttemptRunner``'s clean-up. Its last output is still recorded.
    private func end(_ conversation: Conversation) {
        guard !conversation.isProgramEnded else { return }
        ending = .stopped
        guard !runner.stop.isUrgent else { return }
        conversation.streams.closeInput()
        let isTerminal = conversation.streams.terminal != nil
        conversation.tell([isTerminal ? SIGHUP : SIGTERM, SIGCONT])
        conversation.drain(until: SystemClock.now() + EngineLimits.hangupGrace)
        guard !conversation.isProgramEnded else { return }
        conversation.tell([SIGTERM, SIGCONT])
        conversation.drain(until: SystemClock.now() + EngineLimits.terminateGrace)
    }
}

extension Conversation {
    /// Signals the program's process group.
    func tell(_ signals: [Int32]) {
        for signal in signals {
            // A group that is already gone needs no signal.
            _ = try? launcher.signal(Self.programTag, signal, scope: .group)
        }
    }

    /// Reads until the program has ended, at most until then.
    func drain(until deadline: Instant) {
        drainLauncher()
        while !isProgramEnded, !stop.isUrgent {
            let rest = (deadline - SystemClock.now()).nanoseconds / 1_000_000
            guard rest > 0 else { return }
            var polled = [
                pollfd(fd: launcher.descriptor, events: Int16(POLLIN), revents: 0),
                pollfd(fd: streams.output, events: Int16(POLLIN), revents: 0),
            ]
            poll(&polled, nfds_t(polled.count), Int32(clamping: rest))
            if polled[1].revents != 0 { readOutput() }
            if streams.error >= 0 { readErrors() }
            drainLauncher()
        }
    }
}
