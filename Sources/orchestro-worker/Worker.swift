import CLaunch
import Engine
import Glibc
import Wire

/// The process that executes attempts for one account. Its standard input is the connection to
/// the daemon; it begins as root only to become that account.
@main
enum Worker {
    static func main() {
        let invocation: Invocation
        switch Invocation.reading(CommandLine.arguments.dropFirst()) {
        case .invocation(let read): invocation = read
        case .answer(let text):
            write(text, to: STDOUT_FILENO)
            exit(0)
        case .mistake(let text):
            write("orchestro-worker: \(text)\n", to: STDERR_FILENO)
            exit(ExitStatus.usage)
        }
        exit(run(invocation))
    }

    private static func run(_ invocation: Invocation) -> Int32 {
        // A program that has closed its input is no reason to end.
        signal(SIGPIPE, SIG_IGN)
        // Blocked before there is a second thread, so that all of them leave them to this one.
        let signals = cevents_signals()
        // While it is root, and before anything could inherit the variables.
        let watchdog = Watchdog.take()
        watchdog?.feed()
        umask(0o022)
        chdir("/")
        let connection = Connection(STDIN_FILENO)
        do throws(Refused) {
            let admission = Admission(connection, isUserMode: invocation.isUserMode)
            let (lease, place) = try admission.admit()
            let service = try Service(
                connection, lease: lease, place: place, signals: signals, watchdog: watchdog)
            return service.serve()
        } catch {
            return refuse(error, connection)
        }
    }

    /// Tells why there is no work, to whoever is there to hear it.
    private static func refuse(_ refused: Refused, _ connection: Connection) -> Int32 {
        write("orchestro-worker: \(refused.message)\n", to: STDERR_FILENO)
        guard refused.isTold else { return ExitStatus.usage }
        var outbox = Outbox()
        connection.send(outbox.message(.refused(refused.code, message: refused.message)))
        connection.flush(atMost: WorkerTimes.farewell)
        return ExitStatus.refused
    }

    private static func write(_ text: String, to descriptor: Int32) {
        var text = text
        // There is nobody to tell when this fails.
        text.withUTF8 { _ = Glibc.write(descriptor, $0.baseAddress, $0.count) }
    }
}

/// How the program ends.
enum ExitStatus {
    /// Its work is done.
    static let done: Int32 = 0
    /// The lease was refused, or the conversation could not be understood.
    static let refused: Int32 = 1
    /// An attempt did not end when it was stopped.
    static let stuck: Int32 = 3
    /// It was not started as it must be.
    static let usage: Int32 = 2
}

/// How long the worker waits.
enum WorkerTimes {
    /// For the lease, after it was started.
    static let lease = Duration.seconds(30)
    /// For its last words to be taken.
    static let farewell = Duration.seconds(2)
    /// For an attempt to end after it was told to stop; then it is left to the service manager.
    static let stop = Duration.seconds(60)
}

/// Why the worker does not work.
struct Refused: Error {
    var code: Refusal
    var message: String
    /// Whether there is somebody to tell it to.
    var isTold = true

    init(_ code: Refusal, _ message: String, isTold: Bool = true) {
        self.code = code
        self.message = message
        self.isTold = isTold
    }
}
