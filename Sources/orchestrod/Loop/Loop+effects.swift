import Glibc
import Jobs
import Scenarios
import Settings
import Store
import Wire

extension Loop {
    /// Does what cannot wait for the store.
    func perform(_ urgent: [LoopEffect]) {
        for case .send(let slot, let frame) in urgent { send(frame, slot: slot) }
    }

    /// Does what a stored turn decided; what that brings about goes into `brought`. Readers are
    /// told last: what they are told of is there then.
    func perform(_ effects: [LoopEffect], _ brought: inout Turn) {
        for effect in effects {
            switch effect {
            case .connect(let slot, let account):
                connect(slot, account: account, &brought)
            case .start(let slot, let attempt): start(attempt, slot: slot, &brought)
            case .send(let slot, let frame): send(frame, slot: slot)
            case .hangUp(let slot): hangUp(slot)
            case .giveUp(let slot, let attempt): giveUp(slot, attempt)
            case .probe(let attempt, let slot, let otherwise):
                probe(attempt, slot: slot, otherwise: otherwise, &brought)
            case .tell: break
            case .answer(_, let give): give()
            }
        }
        for case .tell(let event) in effects { tell(event) }
    }

    private func connect(_ slot: Int, account: String, _ brought: inout Turn) {
        // What was decided while nothing could be stored may be out of date by now.
        guard let attempt = dispatcher.slots[slot]?.attempt,
            dispatcher.slots[slot]?.account == account
        else { return }
        do throws(WorkerSource.Failure) {
            files.prepare(attempt)
            let connection = try environment.workers.connect()
            hangUp(slot)
            connections[slot] = connection
            let lease = Lease(
                id: "slot-\(slot)/\(attempt)", account: account)
            send(.lease(lease), slot: slot)
            // Kept only now: whoever takes it over relies on a worker that has its lease.
            notifier.keep(connection.descriptor, name: PassedDescriptors.name(slot: slot))
        } catch {
            let event: JournalEvent = error.isStranger ? .workerStranger : .workerUnreachable
            journal.tell(event, error.message, JournalFacts(attempt: attempt, slot: slot))
            let failure = records.failed(
                attempt, .infrastructure, error.message, at: brought.now)
            dispatcher.unreachable(
                slot: slot, failure, isFinal: error.isFinal, &brought)
        }
    }

    private func start(_ attempt: AttemptKey, slot: Int, _ brought: inout Turn) {
        // Without a connection somebody else has been told already.
        guard let connection = connections[slot],
            dispatcher.slots[slot]?.attempt == attempt
        else { return }
        let message: String
        do {
            let order = try order(attempt)
            let upload = try order.upload.map { try environment.uploads.open($0.digest) }
            let descriptors: [Int32]
            do throws(FileFailure) { descriptors = try files.create(attempt) } catch {
                if let upload { close(upload) }
                throw error
            }
            try connection.send(
                .start(order), descriptors: descriptors + [upload].compactMap(\.self))
            return
        } catch WorkerConnection.End.notUnderstood(let error) {
            message = "the attempt cannot be described to its worker: \(error)"
        } catch is WorkerConnection.End {
            // The end of the connection is noticed where it is read.
            return
        } catch {
            message = "\(error)"
        }
        let failure = records.failed(attempt, .infrastructure, message, at: brought.now)
        dispatcher.unstartable(slot: slot, failure, &brought)
    }

    /// What the worker needs to know of an attempt.
    private func order(_ attempt: AttemptKey) throws -> AttemptOrder {
        let id = attempt.task.job
        if lastJob?.id != id { lastJob = try store.job(id) }
        guard let job = lastJob, let task = try store.task(attempt.task),
            let file = try store.file(task.submission.file, of: id)
        else { throw StoreError.refused("task \(attempt.task) is not in the store") }
        let asked = job.submission
        var order = AttemptOrder(
            attempt: attempt, file: file, cell: task.submission.cell, name: task.submission.name,
            callerDirectory: asked.callerDirectory)
        order.tags = task.submission.tags
        order.workspace = asked.workspace
        order.strictTimeouts = asked.strictTimeouts
        order.upload = asked.upload
        // The account may have been removed, and its name given to somebody else.
        if asked.account == asked.owner.account { order.userID = asked.owner.userID }
        let defaults = settings.attempt
        order.limits.memoryBytes = asked.limits.memoryBytes ?? defaults.memoryBytes
        order.limits.processesCount = asked.limits.processesCount ?? defaults.processesCount
        order.limits.cpus = asked.limits.cpus ?? defaults.cpus
        order.limits.outputBytes = asked.limits.outputBytes ?? defaults.outputBytes
        return order
    }

    /// Sends a frame; a connection that does not take it ends where it is read.
    func send(_ frame: DaemonFrame, slot: Int) {
        do throws(WorkerConnection.End) { try connections[slot]?.send(frame) } catch {
            journal.tell(
                .workerLost, "slot \(slot) cannot be sent to: \(error)", JournalFacts(slot: slot),
                priority: .debug)
        }
    }

    /// Ends the connection of a slot.
    func hangUp(_ slot: Int) {
        guard let connection = connections.removeValue(forKey: slot) else { return }
        notifier.forget(name: PassedDescriptors.name(slot: slot))
        connection.hangUp()
        if let child = connection.child { departing.append(child) }
    }

    /// Ends the connection of a slot whose worker does not answer. One that the daemon started is
    /// killed; the others have the service manager's watchdog behind them.
    private func giveUp(_ slot: Int, _ attempt: AttemptKey?) {
        var facts = JournalFacts(slot: slot)
        facts.attempt = attempt
        journal.tell(
            .workerLost, "the worker of slot \(slot) does not answer and is given up", facts)
        if let child = connections[slot]?.child { kill(child, SIGKILL) }
        hangUp(slot)
        acknowledgements[slot] = nil
    }

    /// Looks at the record of an attempt whose worker is gone. While somebody has it open, another
    /// thread waits for its release.
    func probe(
        _ attempt: AttemptKey, slot: Int, otherwise: AttemptVerdict, _ brought: inout Turn
    ) {
        switch records.probe(attempt, otherwise: otherwise, at: brought.now) {
        case .over(let end): dispatcher.probed(slot: slot, end, &brought)
        case .locked:
            let isWaiting = startThread { [records, inbox] in
                records.waitForRelease(attempt)
                inbox.push(.recordReleased(attempt))
            }
            if !isWaiting {
                journal.tell(
                    .log, "no thread can be started to wait for attempt \(attempt)",
                    JournalFacts(attempt: attempt), priority: .error)
            }
        }
    }

    func probeAgain(_ attempt: AttemptKey, _ turn: inout Turn) {
        for (number, slot) in dispatcher.slots {
            guard case .probing(attempt, let otherwise, _) = slot.phase else { continue }
            probe(attempt, slot: number, otherwise: otherwise, &turn)
        }
    }

    /// Tells readers and the journal of a stored event.
    private func tell(_ numbered: NumberedEvent) {
        let event = numbered.event
        environment.metrics.add(numbered)
        feed.tell(.stored(numbered.number), of: event.job)
        if journal.tells(.jobSubmitted), var story = Self.story(event) {
            if let job = event.job { story.facts.owner = owner(of: job) }
            journal.tell(story.kind, story.message, story.facts)
        }
        switch event {
        case .jobFinished(let job, _):
            owners[job] = nil
            housekeeping.trimAt = clock.now + LoopLimits.trimPause
        case .attemptEnded(let attempt, _, _, _, _) where settings.journalOutput:
            tellOutput(of: attempt)
        default: break
        }
    }

    private func owner(of job: JobID) -> String? {
        if let owner = owners[job] { return owner }
        // A job that cannot be read now is told without its owner.
        let owner = try? store.job(job)?.submission.owner.account
        owners[job] = owner
        return owner
    }

    /// What a terminal showed, line by line, on a thread of its own: the journal may be slow.
    private func tellOutput(of attempt: AttemptKey) {
        let owner = owner(of: attempt.task.job)
        let path = files.path(.recording, of: attempt)
        let isStarted = startThread { [journal] in
            var facts = JournalFacts(attempt: attempt)
            facts.owner = owner
            journal.tellOutput(path, facts)
        }
        if !isStarted {
            journal.tell(
                .log, "no thread can be started to tell the output of attempt \(attempt)",
                JournalFacts(attempt: attempt), priority: .warning)
        }
    }
}
