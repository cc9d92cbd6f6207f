import Glibc
import Jobs
import Playback
import Scenarios

/// Setup and teardown.
extension Attempt {
    /// Runs commands in order until one fails; returns why.
    func runAll(_ commands: [HostCommand], _ place: AttemptPlace, _ phase: String) -> ErrorCause? {
        for (index, command) in commands.enumerated() {
            if phase == "setup", runner.stop.requestedBy != nil { return nil }
            let tag = 1_000_000 + UInt32(index) + (phase == "setup" ? 0 : 500_000)
            if let problem = run(command, place, tag: tag, isStoppable: phase == "setup") {
                return ErrorCause(
                    .setup, "\(phase) command `\(command.text)` \(problem)", at: command.position)
            }
        }
        return nil
    }

    private func run(
        _ command: HostCommand, _ place: AttemptPlace, tag: UInt32, isStoppable: Bool
    ) -> String? {
        do throws(HostProcess.StartFailure) {
            let process = try HostProcess(
                command, tag: tag, environment: place.entries,
                directory: place.workingDirectory,
                deadline: SystemClock.now() + EngineLimits.hostCommandTimeout,
                launcher: launcher, cgroup: cgroup?.descriptor)
            return finish(process, isStoppable: isStoppable)
        } catch {
            return "could not be started: \(error.message)"
        }
    }

    private func finish(_ process: HostProcess, isStoppable: Bool) -> String? {
        while !process.isOver {
            // Whoever asked for the stop has it killed.
            if isStoppable, runner.stop.requestedBy != nil { return nil }
            let rest = (process.deadline - SystemClock.now()).nanoseconds / 1_000_000
            guard rest > 0, !runner.stop.isUrgent else {
                // The clean-up kills it with everything else.
                return "did not end within \(EngineLimits.hostCommandTimeout.shown)"
            }
            var polled = [
                pollfd(fd: launcher.descriptor, events: Int16(POLLIN), revents: 0),
                pollfd(fd: process.descriptor, events: Int16(POLLIN), revents: 0),
                pollfd(
                    fd: isStoppable ? runner.stop.descriptor : -1, events: Int16(POLLIN),
                    revents: 0),
            ]
            poll(&polled, nfds_t(polled.count), Int32(clamping: min(rest, 200)))
            process.drain()
            do throws(LaunchFailure) {
                while let event = try launcher.nextEvent() {
                    if case .ended(process.tag, let ending, _) = event { process.ending = ending }
                }
            } catch {
                return "was lost: \(error)"
            }
        }
        process.drain()
        guard let status = process.status, status != 0 else { return nil }
        let output = process.text.isEmpty ? "" : ":\n" + process.text
        return "exited with status \(status)" + redactor.redact(output)
    }
}
