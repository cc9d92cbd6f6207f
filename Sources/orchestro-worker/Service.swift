import CLaunch
import Engine
import Glibc
import Jobs
import Scenarios
import Wire

/// Serves a lease: hears the daemon and tells it what the lane does, until there is no more to do.
///
/// The main thread owns the connection; attempts run on the lane's thread, so a cancel is heard
/// whatever the attempt does.
final class Service {
    private let connection: Connection
    private let lease: Lease
    private let place: Place
    private let signals: Int32
    private let lane: AttemptLane
    private let watchdog: Watchdog?
    private var deadlines: Deadlines
    private var session = Session(processID: Int(getpid()))
    private var stop: StopSignal?
    private var files: AttemptFiles?
    private var status: Int32?

    init(
        _ connection: Connection, lease: Lease, place: Place, signals: Int32,
        watchdog: Watchdog? = nil
    ) throws(Refused) {
        self.connection = connection
        self.lease = lease
        self.signals = signals
        self.watchdog = watchdog
        deadlines = Deadlines(feedPause: watchdog?.pause)
        do throws(AttemptLane.Failure) {
            lane = try AttemptLane(place.tools())
        } catch {
            throw Refused(.infrastructure, "the account's attempts cannot begin: \(error.message)")
        }
        self.place = place
    }

    /// Returns the exit status.
    func serve() -> Int32 {
        perform(session.greet(place.ready))
        // What came together with the lease.
        listen()
        while true {
            if let status {
                lane.finish()
                connection.flush(atMost: WorkerTimes.farewell)
                return status
            }
            keepDeadlines()
            waitForSomething()
        }
    }

    private func keepDeadlines() {
        let now = SystemClock.now()
        if deadlines.isFeedDue(at: now) { watchdog?.feed() }
        guard deadlines.isOverdue(at: now) else { return }
        var text = "orchestro-worker: the attempt did not end when it was stopped\n"
        text.withUTF8 { _ = write(STDERR_FILENO, $0.baseAddress, $0.count) }
        // Its thread waits for what will not come: nothing is left to be put in order.
        _exit(ExitStatus.stuck)
    }

    private func waitForSomething() {
        let input = Int16(POLLIN)
        let output = connection.hasUnsent ? Int16(POLLOUT) : 0
        var polled = [
            pollfd(
                fd: isConnected ? connection.descriptor : -1, events: input | output, revents: 0),
            pollfd(fd: lane.descriptor, events: input, revents: 0),
            pollfd(fd: signals, events: input, revents: 0),
        ]
        let timeout = deadlines.next.map { max(0, ($0 - SystemClock.now()).nanoseconds) } ?? -1
        guard cevents_poll(&polled, polled.count, timeout) > 0 else { return }
        if polled[2].revents != 0, cevents_take_signal(signals) != 0 { handle(.toldToStop) }
        if polled[0].revents & ~Int16(POLLOUT) != 0 { listen() }
        if polled[0].revents & Int16(POLLOUT) != 0 { connection.flush() }
        if polled[1].revents != 0 { hearLane() }
    }

    private var isConnected = true

    private func listen() {
        while let received = connection.receive() {
            switch received {
            case .frame(let frame): handle(.frame(frame))
            case .closed:
                isConnected = false
                handle(.connectionLost)
            case .broken(let problem):
                isConnected = false
                handle(.broken(problem))
            }
        }
    }

    private func hearLane() {
        for report in lane.takeReports() {
            switch report {
            case .step(let step, let note): handle(.step(step, note: note))
            case .ended(let result, let record): ended(result, record)
            }
        }
    }

    private func ended(_ result: AttemptResult, _ record: JSONValue) {
        closeFiles()
        stop = nil
        deadlines.ended()
        handle(.ended(result.outcome, duration: result.duration, record: record))
    }

    /// Who waits for the record's lock knows then that it is whole.
    private func closeFiles() {
        guard let files else { return }
        for descriptor in [files.recording, files.standardError, files.artifacts, files.record] {
            close(descriptor)
        }
        if let upload = files.upload { close(upload) }
        self.files = nil
    }

    private func handle(_ event: Session.Event) { perform(session.handle(event)) }

    private func perform(_ effects: [Session.Effect]) {
        for effect in effects {
            switch effect {
            case .send(let message): connection.send(message)
            case .sendMark: connection.sendMark()
            case .begin(let order): begin(order)
            case .stop(let by):
                stop?.request(by: by)
                if stop != nil { deadlines.stopped(at: SystemClock.now()) }
            case .interrupt:
                stop?.interrupt()
                if stop != nil { deadlines.stopped(at: SystemClock.now()) }
            case .dropDescriptors: connection.dropDescriptors()
            case .leave(let status): self.status = status
            }
        }
    }

    private func begin(_ order: AttemptOrder) {
        guard let files = connection.takeStartDescriptors(withUpload: order.upload != nil)
        else {
            let cause = ErrorCause(.infrastructure, "the files of the attempt did not come along")
            return handle(.ended(.error(cause), duration: .zero, record: .null))
        }
        self.files = files
        let reading = OrderReading(order, lease: lease)
        switch reading.plan(writingTo: files) {
        case .success(let plan):
            let stop = StopSignal()
            self.stop = stop
            lane.begin(plan, stop: stop)
        case .failure(let trouble):
            let (result, record) = reading.failed(trouble.cause, writingTo: files)
            ended(result, record)
        }
    }
}
