import Glibc
import Playback
import Scenarios

/// Carrying out what the player wants.
extension Conversation {
    func perform(_ effects: [PlayerEffect]) {
        for effect in effects {
            switch effect {
            case .write(let bytes):
                warnOfLongLines(bytes)
                inputQueue += bytes
                // Answered after this, not from within: many inputs in a row need no deep stack.
                if flushInput() { pending.append(.inputWritten) }
            case .closeInput: streams.closeInput()
            case .wake(let instant): wakeAt = instant
            case .markStall: stalls.mark()
            case .resize(let columns, let rows): resize(columns, rows)
            case .signal(let name): signal(name)
            case .run(let command, let timeout): startHost(command, timeout)
            case .requestScreenshot(let slug): requestScreenshot(slug)
            case .endScreenshot: screenshot = nil
            case .watchSentinels: watchSentinels()
            case .watchIdle: idle = idle ?? IdleWatch(at: SystemClock.now())
            case .unwatchIdle: idle = nil
            case .stepStarted, .stepEnded: onEffect(effect, SystemClock.now())
            case .finished(let verdict): self.verdict = verdict
            }
        }
    }

    func checkTime() {
        let now = SystemClock.now()
        if let wakeAt, now >= wakeAt {
            // What is there already is no reason to fail.
            if streams.output >= 0 { readOutput() }
            guard self.wakeAt == wakeAt else { return }
            self.wakeAt = nil
            feed(.timeReached(stalled: stalls.stalled()))
            isTimedOut = verdict != nil
        }
        lookForIdle(now)
    }

    func checkHost() {
        guard let host else { return }
        host.drain()
        if host.isOver {
            self.host = nil
            feed(.hostCommandEnded(status: host.status, output: host.text))
        } else if SystemClock.now() >= host.deadline {
            // The status no longer matters; a group that is already gone is fine.
            _ = try? launcher.signal(host.tag, SIGKILL, scope: .group)
            self.host = nil
            feed(.hostCommandEnded(status: nil, output: host.text))
        }
    }

    func checkFiles() {
        if let screenshot, screenshot.isTaken() { feed(.screenshotTaken) }
        if let lines = sentinels?.newLines(), !lines.isEmpty { feed(.sentinels(lines)) }
    }

    private func resize(_ columns: Int, _ rows: Int) {
        do throws(SystemError) {
            try streams.terminal?.resize(to: .init(columns: columns, rows: rows))
        } catch {
            pending.append(.broken(ErrorCause(.infrastructure, "failed to resize: \(error)")))
        }
    }

    private func signal(_ name: SignalName) {
        let scope: Launcher.Scope = streams.terminal == nil ? .group : .foreground
        // A program that has ended cannot be signalled; later waits tell how it ended.
        _ = try? launcher.signal(Self.programTag, name.number, scope: scope)
    }

    private func startHost(_ command: HostCommand, _ timeout: Duration) {
        nextTag += 1
        do throws(HostProcess.StartFailure) {
            host = try HostProcess(
                command, tag: nextTag, environment: surroundings.environment,
                directory: surroundings.workingDirectory,
                deadline: SystemClock.now() + timeout, launcher: launcher,
                cgroup: surroundings.cgroup)
        } catch {
            pending.append(.hostCommandEnded(status: 127, output: error.message))
        }
    }

    private func requestScreenshot(_ slug: String) {
        guard let directory = surroundings.triggerDirectory else { return }
        do throws(FileFailure) {
            screenshot = try ScreenshotRequest(
                slug: slug, triggerDirectory: directory,
                workingDirectory: surroundings.workingDirectory)
        } catch {
            pending.append(.broken(ErrorCause(.infrastructure, error.message)))
        }
    }

    private func watchSentinels() {
        guard sentinels == nil, let directory = surroundings.triggerDirectory else { return }
        do throws(FileFailure) {
            sentinels = try Sentinels(directory: directory)
            checkFiles()
        } catch {
            pending.append(.broken(ErrorCause(.infrastructure, error.message)))
        }
    }
}
