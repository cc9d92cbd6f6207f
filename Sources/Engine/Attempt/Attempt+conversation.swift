import Glibc
import Jobs
import Playback
import Scenarios
import Terminal

/// From the program's start to the judgement.
extension Attempt {
    func converse(_ place: AttemptPlace) throws(AttemptTrouble) -> Outcome {
        let streams = try openStreams(place.scenario)
        let (recording, errors) = try start(place, streams)
        let pressure = cgroup?.pressure
        var settings = PlayerSettings()
        settings.strictTimeouts = plan.strictTimeouts
        settings.hasShellMarks = place.shellNonce != nil
        settings.shellNonce = place.shellNonce ?? ""
        settings.environment = place.environment.values
        let conversation = Conversation(
            Player(place.scenario, settings: settings), streams: streams,
            launcher: launcher, stop: runner.stop,
            surroundings: Conversation.Surroundings(
                workingDirectory: place.workingDirectory, environment: place.entries,
                triggerDirectory: place.triggerDirectory, redactor: redactor,
                shellNonce: place.shellNonce, pressure: pressure ?? runner.pressure,
                isPressureOwn: pressure != nil, ofSetup: ofSetup,
                cgroup: cgroup?.descriptor),
            recording: recording, errorRecording: errors,
            onEffect: { [unowned self] in note($0, at: $1) })
        let verdict = conversation.hold()
        warnings += conversation.notes
        ending = conversation.player.endingNow
        isTimedOut = conversation.isTimedOut
        let outcome = judge(verdict, conversation, place)
        endProgram(conversation, outcome)
        usage = conversation.usage
        outputBytes = conversation.player.outputBytes
        droppedBytes = conversation.recording?.droppedBytes ?? 0
        chunks = conversation.recording?.chunks ?? []
        if let failure = conversation.finishRecordings(), outcome == .passed {
            return .error(ErrorCause(.infrastructure, failure.message))
        }
        return outcome
    }

    private func openStreams(_ scenario: Scenario) throws(AttemptTrouble) -> Streams {
        do throws(SystemError) {
            return try Streams(scenario)
        } catch {
            throw AttemptTrouble(.infrastructure, "failed to open a terminal: \(error)")
        }
    }

    private func openRecordings(
        _ scenario: Scenario
    ) throws(AttemptTrouble) -> (Recording?, Recording?) {
        do throws(FileFailure) {
            if let files = plan.files { return try openRecordings(files, scenario) }
            guard let directory = try makeArtifactsDirectory() else { return (nil, nil) }
            try openRecord()
            let recording = try Recording(path: directory + "/recording", began: began)
            guard scenario.driver == .pipe else { return (recording, nil) }
            return (recording, try Recording(path: directory + "/stderr", began: began))
        } catch {
            throw AttemptTrouble(.infrastructure, error.message)
        }
    }

    private func openRecordings(
        _ files: AttemptFiles, _ scenario: Scenario
    ) throws(FileFailure) -> (Recording?, Recording?) {
        let recording = try Recording(to: files.recording, name: "the recording", began: began)
        guard scenario.driver == .pipe else { return (recording, nil) }
        return (
            recording,
            try Recording(
                to: files.standardError, name: "the recording of standard error", began: began)
        )
    }

    /// Starts the program. The files are created while it is being started: that takes the
    /// launcher and the kernel longer.
    private func start(
        _ place: AttemptPlace, _ streams: Streams
    ) throws(AttemptTrouble) -> (Recording?, Recording?) {
        let words = place.scenario.command.words
        do {
            let path = try ProgramLookup.path(
                of: words[0], environment: place.entries, directory: place.workingDirectory)
            let request = SpawnRequest(
                tag: Conversation.programTag, path: path, arguments: words,
                environment: place.entries, workingDirectory: place.workingDirectory,
                streams: streams.forProgram, cgroup: cgroup?.descriptor)
            try launcher.beginSpawn(request)
            let recordings = Result { () throws(AttemptTrouble) in
                try openRecordings(place.scenario)
            }
            _ = try launcher.finishSpawn(request)
            streams.releaseProgramEnds()
            return try recordings.get()
        } catch let trouble as AttemptTrouble {
            throw trouble
        } catch {
            throw AttemptTrouble(.notStarted, "failed to start the program: \(error)")
        }
    }

    // MARK: judgement

    private func judge(
        _ verdict: Verdict, _ conversation: Conversation, _ place: AttemptPlace
    ) -> Outcome {
        let left = processesLeft(conversation)
        let stopped = stoppedProcesses()
        let findings = terminalFindings(conversation)
        leaked = conversation.isProgramEnded ? left : []
        switch verdict {
        case .failed(var failure):
            failure.hints += stopped
            return .failed(failure)
        case .error(let cause): return .error(cause)
        case .cancelled(let whom): return .cancelled(by: whom)
        case .held: break
        }
        let checks = FileChecks(
            paths: PathRule(workingDirectory: place.workingDirectory),
            ending: ending, processesLeft: left, terminalFindings: findings)
        if var failure = checks.failure(of: place.scenario.validations) {
            failure.screen = conversation.player.screen
            return .failed(failure)
        }
        return hygiene(findings, place.scenario)
    }

    private func hygiene(_ findings: [String], _ scenario: Scenario) -> Outcome {
        var found = findings
        if !leaked.isEmpty {
            found.append("left running: " + leaked.prefix(10).joined(separator: ", "))
        }
        guard scenario.hygiene != .off, !found.isEmpty else { return .passed }
        guard scenario.hygiene == .error else {
            warnings += found.map { "hygiene: \($0)" }
            return .passed
        }
        var failure = Failure("hygiene: " + (found.first ?? ""))
        failure.others = found.dropFirst().map { "hygiene: \($0)" }
        return .failed(failure)
    }

    /// Names of living processes. After the program's own end the others get a moment to follow.
    private func processesLeft(_ conversation: Conversation) -> [String] {
        func living() -> [String] {
            launcher.descendants(leavingOut: ofSetup).map(\.name)
        }
        var left = living()
        let deadline = SystemClock.now() + EngineLimits.leakGrace
        while conversation.isProgramEnded, !left.isEmpty, SystemClock.now() < deadline {
            usleep(1000)
            left = living()
        }
        return left
    }

    /// What is said of stopped processes besides the program itself. The program leads the
    /// terminal's session, so only others can be caught by SIGTTIN and SIGTTOU.
    private func stoppedProcesses() -> [String] {
        launcher.descendants(leavingOut: ofSetup)
            .filter { $0.state == "T" && $0.parent != launcher.processID }
            .map {
                "\($0.name) (process \($0.processID)) is stopped: perhaps it used the terminal"
                    + " from the background (SIGTTIN, SIGTTOU)"
            }
    }

    /// A terminal is only judged when the program has ended by itself.
    private func terminalFindings(_ conversation: Conversation) -> [String] {
        guard conversation.isProgramEnded, let terminal = conversation.streams.terminal else {
            return []
        }
        var findings = conversation.player.modes.leftovers
        // Settings that cannot be read are no finding.
        if let now = try? terminal.settings() {
            let changed = now.differences(from: terminal.initialSettings)
            if !changed.isEmpty {
                findings.append("terminal settings changed: " + changed.joined(separator: " "))
            }
        }
        return findings
    }
}
