/// The message catalogue: what `journalctl --catalog` adds to each kind of event.
enum JournalCatalogue {
    /// The catalogue as `journalctl --update-catalog` takes it.
    static var text: String {
        var text = "# Made of the table of events in orchestrod.\n"
        for event in JournalEvent.allCases where event != .log && event != .output {
            text += "\n-- \(event.messageID)\n"
            text += "Subject: \(subject(event))\n"
            text += "Defined-By: Orchestro\n"
            text += "\n\(explanations[event, default: ""])\n"
        }
        return text
    }

    private static func subject(_ event: JournalEvent) -> String {
        switch event {
        case .started: "The daemon is ready"
        case .stopping: "The daemon stops"
        case .idle: "The daemon leaves because there is nothing to do"
        case .reloaded: "The configuration was read again"
        case .configurationWrong: "The configuration has mistakes"
        case .descriptorUnknown: "A descriptor that was handed over is not used"
        case .listening: "The interface is served by a network"
        case .certificateRead: "A certificate is shown from now on"
        case .certificateDoubtful: "The certificate should be looked at"
        case .certificateWrong: "The certificate cannot be used"
        case .storeFailing: "The store cannot be written"
        case .storeRecovered: "The store can be written again"
        case .retired: "Old jobs were removed"
        case .jobSubmitted: "Job @ORCHESTRO_JOB@ was accepted"
        case .jobFinished: "Job @ORCHESTRO_JOB@ is over: @ORCHESTRO_OUTCOME@"
        case .attemptStarted: "Attempt @ORCHESTRO_ATTEMPT@ was given to a worker"
        case .attemptEnded: "Attempt @ORCHESTRO_ATTEMPT@ is over: @ORCHESTRO_OUTCOME@"
        case .taskFinished:
            "Task @ORCHESTRO_TASK@ of job @ORCHESTRO_JOB@ is over: @ORCHESTRO_OUTCOME@"
        case .cancelRequested: "Job @ORCHESTRO_JOB@ is to be cancelled"
        case .retryRequested: "Tasks of job @ORCHESTRO_JOB@ are queued again"
        case .drained: "Nothing new is started"
        case .resumed: "Starting goes on"
        case .strategyChanged: "Another strategy chooses"
        case .workerReady: "A worker is ready"
        case .workerLost: "The connection to a worker was lost"
        case .workerRefused: "A worker refuses its lease"
        case .workerUnreachable: "No worker can be started"
        case .workerStranger: "Somebody else answers at the worker socket"
        case .accessChanged: "Keys, webhooks or the service were changed: @ORCHESTRO_OUTCOME@"
        case .accessRefused: "A request was refused: @ORCHESTRO_OUTCOME@"
        case .deliveryDead: "A message to a webhook is given up"
        case .deliveryTried: "A message was sent to a webhook: @ORCHESTRO_OUTCOME@"
        case .output: "A line that a terminal showed"
        case .log: "A message of the daemon's libraries"
        }
    }

    private static let explanations: [JournalEvent: String] = [
        .started:
            """
        orchestrod serves requests. What was queued or running when it stopped goes on.
        """,
        .stopping:
            """
        orchestrod was asked to stop. What is queued waits for its next start; attempts that run go
        on where the service manager keeps their connections, and are attempted again where not.
        """,
        .idle:
            """
        Nothing was queued or running and nobody asked for anything. The sockets stay; the next
        connection starts orchestrod again. `idle_exit` in orchestrod.yaml(5) says how long it
        waits.
        """,
        .reloaded:
            """
        The new settings hold from now on; nothing that runs is touched.
        """,
        .configurationWrong:
            """
        The file was not used and the earlier settings stay. `orchestrod --check-config` tells each
        mistake with its place.
        """,
        .descriptorUnknown:
            """
        The service manager passed a descriptor that is neither of the sockets `api` and `api-tls`
        nor a stored connection to a worker. Look at FileDescriptorName= of the socket units.
        """,
        .listening:
            """
        Requests are taken there in TLS and with a key: `orchestroctl key create` makes one.
        """,
        .certificateRead:
            """
        New connections see it; those that are there keep the certificate that they began with.
        """,
        .certificateDoubtful:
            """
        It is used nevertheless. Renew it, then `systemctl reload orchestrod`.
        """,
        .certificateWrong:
            """
        A certificate that was read before stays in use. Without one, connections to the TLS socket
        are closed at once; the socket of this machine is served as ever. orchestrod(8) tells where
        certificate and key are looked for.
        """,
        .storeFailing:
            """
        New jobs are refused; what runs goes on and its results are kept until they can be written.
        Free some space, or lower `retention` in orchestrod.yaml(5).
        """,
        .storeRecovered:
            """
        Everything that waited is stored and jobs are accepted again.
        """,
        .retired:
            """
        Jobs that were over were removed with their recordings, as `retention` in
        orchestrod.yaml(5) says.
        """,
        .jobSubmitted:
            """
        @ORCHESTRO_OWNER@ submitted it. `orchestroctl show @ORCHESTRO_JOB@` tells its tasks.
        """,
        .jobFinished:
            """
        `orchestroctl report @ORCHESTRO_JOB@` tells the result of each task.
        """,
        .attemptStarted:
            """
        `orchestroctl logs @ORCHESTRO_JOB@/@ORCHESTRO_TASK@ -f` shows its terminal.
        """,
        .attemptEnded:
            """
        `orchestroctl why @ORCHESTRO_JOB@/@ORCHESTRO_TASK@` tells why, with evidence.
        """,
        .taskFinished:
            """
        `orchestroctl why @ORCHESTRO_JOB@/@ORCHESTRO_TASK@` tells why, with evidence.
        """,
        .cancelRequested:
            """
        Somebody asked to stop it. Its attempts are stopped, everything they started is killed.
        """,
        .retryRequested:
            """
        Somebody asked to attempt again what did not pass.
        """,
        .drained:
            """
        An administrator drained the service. `orchestroctl resume` goes on.
        """,
        .resumed:
            """
        An administrator resumed the service.
        """,
        .strategyChanged:
            """
        The order of waiting tasks changes; what runs is not touched.
        """,
        .accessChanged:
            """
        The audit log tells it too: GET /api/v1/audit.
        """,
        .accessRefused:
            """
        Somebody asked for what he may not have, or gave a key that is not valid. Alike refusals are
        told once a minute, with their number. @ORCHESTRO_ORIGIN@ is where they came from.
        """,
        .deliveryTried:
            """
        A message that is still pending was not taken, and is sent again.
        """,
        .deliveryDead:
            """
        It is kept as a dead letter. `orchestroctl webhook deliveries --state dead WEBHOOK` shows it,
        `orchestroctl webhook retry WEBHOOK DELIVERY` sends it again.
        """,
        .workerReady:
            """
        It carries out attempts of its account until there are none.
        """,
        .workerLost:
            """
        The worker ended without being asked. Its attempt counts as its record says; without one it
        is attempted once more.
        """,
        .workerRefused:
            """
        The policy /etc/orchestro/run-as.conf does not allow the account, or the machine lacks
        something. The attempt is an error; its record tells the reason.
        """,
        .workerUnreachable:
            """
        The worker socket cannot be connected to. Look at `systemctl status
        orchestro-worker.socket`.
        """,
        .workerStranger:
            """
        The process that listens at the worker socket is neither root's nor the daemon's own.
        Nothing
        was sent to it. Find out who made the socket.
        """,
    ]
}
