extension GraphQLSchema {
    /// Tasks, attempts and why they wait.
    static let tasks = #"""

        "What became of a task so far."
        enum TaskState {
            QUEUED
            RUNNING
            FINISHED
        }

        "How a task ended."
        enum Outcome {
            PASSED
            FAILED
            ERROR
            CANCELLED
            SKIPPED
        }

        "How an attempt ended."
        enum Verdict {
            PASSED
            FAILED
            ERROR
            CANCELLED
            "The connection to its worker was lost for good."
            LOST
            "The daemon stopped or the machine restarted."
            INTERRUPTED
        }

        "One scenario of a job."
        type Task {
            jobId: String!
            "Its number in the job, from 1."
            task: Int!
            name: String!
            path: String!
            tags: [String!]!
            state: TaskState!
            outcome: Outcome
            "Why it was never judged."
            reason: String
            "Seconds that it is expected to take."
            estimateSeconds: Float
            attempts: [Attempt!]! @listSize(assumedSize: 2)
        }

        "One page of tasks."
        type TaskPage {
            tasks: [Task!]!
            "`cursor` of the next page; null: this is the last."
            next: String
        }

        "One execution of a task."
        type Attempt {
            jobId: String!
            task: Int!
            "Its number, from 1."
            attempt: Int!
            startedAt: DateTime!
            verdict: Verdict
            durationSeconds: Float
            "The worker's slot that has or had it."
            slot: Int
            "Everything that is known of it, as its record file has it."
            record: JSON @cost(weight: 10)
        }

        "What keeps a task waiting."
        enum WaitCause {
            SLOTS
            OWNER_LIMIT
            KEY_LIMIT
            RESOURCE
            RESOURCE_MISSING
            NEEDS
            BACKOFF
            DRAINED
            WORKER
            OTHER
        }

        "Why a task waits, runs or ended; one of the three."
        type Why {
            jobId: String!
            "Null: the job as a whole."
            task: Int
            waiting: Waiting
            "The attempts that run, such as `42.3.1`."
            running: [String!]
            ended: Ended
        }

        "A task that waits."
        type Waiting {
            cause: WaitCause!
            message: String!
            "How many tasks start before it."
            position: Int
            "The next of those, such as `42.3`."
            ahead: [String!]!
            notBefore: DateTime
            estimateSeconds: Float
        }

        "A job or task that is over."
        type Ended {
            "The word of a task's outcome or of a job's state, in small letters."
            outcome: String!
            reason: String
        }
        """#

    /// What mutations take and give.
    static let requests = #"""

        "Scenario texts and how to run them."
        input SubmitInput {
            name: String
            priority: Float! = 0
            deadline: DateTime
            "Further attempts for scenarios that ask for none themselves."
            retries: Int! = 0
            limits: LimitsInput
            workspace: String
            "Absolute directory of the caller."
            callerDirectory: String!
            strictTimeouts: Boolean! = false
            failFast: Boolean! = false
            lenient: Boolean! = false
            tags: [String!]! = []
            skipTags: [String!]! = []
            files: [FileInput!]!
        }

        "One scenario file."
        input FileInput {
            path: String!
            "Absolute directory of the file on the service's machine."
            directory: String!
            text: String!
        }

        "Limits of tasks that name none of their own."
        input LimitsInput {
            memoryBytes: Long
            processes: Int
            cpus: Float
            outputBytes: Long
        }

        "What a cancellation did."
        type CancelResult {
            jobId: String!
            "Tasks that were cancelled, queued ones included."
            tasks: Int!
            "Processes that were alive when their attempts were stopped."
            processes: Int!
            "How many of them had to be killed."
            killed: Int!
            "How many are alive still."
            left: Int!
        }

        "What a retry queued again."
        type RetryResult {
            jobId: String!
            tasks: Int!
        }
        """#

    /// The service and its workers.
    static let service = #"""

        "How the next task is found."
        enum Strategy {
            FIFO
            PRIORITY
            SJF
            LOAD_BALANCE
            DEADLINE
            ADAPTIVE
        }

        "The service as a whole."
        type ServiceStatus {
            "What is installed."
            release: String!
            startedAt: DateTime!
            uptimeSeconds: Float!
            "Nothing new is started."
            draining: Boolean!
            strategy: Strategy!
            "What the adaptive strategy uses now."
            chosenStrategy: Strategy
            chosenReason: String
            slots: Int!
            slotsBusy: Int!
            jobsPending: Int!
            jobsRunning: Int!
            tasksQueued: Int!
            tasksRunning: Int!
        }

        "What a worker's slot does."
        enum WorkerState {
            ABSENT
            STARTING
            IDLE
            BUSY
            RESUMING
        }

        "A worker's slot."
        type Worker {
            "Its number, from 0."
            slot: Int!
            state: WorkerState!
            account: String
            pid: Int
            "What is installed there."
            release: String
            "What runs there, such as `42.3.1`."
            attempt: String
            since: DateTime
            controllers: [String!]!
        }
        """#

    /// Keys and their making.
    static let keys = #"""

        "What a key allows."
        enum KeyScope {
            READ
            SUBMIT
            CANCEL
            ADMIN
        }

        "Who holds its secret may ask in its owner's name."
        type Key {
            keyId: ID!
            name: String!
            owner: String!
            "Account that its jobs run as."
            account: String!
            scopes: [KeyScope!]!
            createdAt: DateTime!
            "The account that made it."
            createdBy: String!
            "When its secret was last replaced."
            rotatedAt: DateTime
            "Null: never."
            expiresAt: DateTime
            revokedAt: DateTime
            "Whether it is taken: neither revoked nor expired."
            active: Boolean!
            requestsPerMinute: Int!
            usageCount: Long!
            lastUsedAt: DateTime
            "Where it may come from; empty: from anywhere."
            networks: [String!]!
            "Tasks of its jobs that may be open at once; null: as many as its owner may have."
            tasksMax: Int
            "Attempts of its jobs that may run at once."
            runningMax: Int
        }

        "A key and its secret, which is shown this once."
        type CreatedKey {
            key: Key!
            secret: String!
        }

        "A key to make."
        input KeyInput {
            name: String!
            "Null: the caller."
            owner: String
            "Account that its jobs run as; null: the owner."
            account: String
            "None: only to read."
            scopes: [KeyScope!]! = []
            expiresAt: DateTime
            requestsPerMinute: Int
            networks: [String!]! = []
            tasksMax: Int
            runningMax: Int
        }
        """#

    /// The use of keys, and what was changed and refused.
    static let audit = #"""

        "How a key was used on a day."
        type Usage {
            keyId: ID!
            "The day in UTC, such as `2026-01-31`."
            day: String!
            requests: Long!
            "Requests that the key may not make."
            refused: Long!
            "Requests that were too many."
            limited: Long!
            "Requests that the service could not answer."
            failed: Long!
            "Jobs that were submitted."
            jobs: Long!
            lastAt: DateTime!
        }

        "One page of uses."
        type UsagePage {
            usage: [Usage!]!
            "`cursor` of the next page; null: this is the last."
            next: String
        }

        "Something that was changed or refused."
        type AuditEntry {
            number: Long!
            at: DateTime!
            lastAt: DateTime!
            "How often; alike refusals are told together."
            count: Int!
            action: String!
            actor: String
            keyId: ID
            "Where it came from: an address, or an account of the machine."
            origin: String!
            "What it was about."
            subject: String
        }

        "One page of the audit log."
        type AuditPage {
            entries: [AuditEntry!]!
            "`cursor` of the next page; null: this is the last."
            next: String
        }
        """#

    /// What happens.
    static let events = #"""

        "What happened."
        enum EventKind {
            SUBMITTED
            ATTEMPT_STARTED
            ATTEMPT_ENDED
            TASK_FINISHED
            CANCEL_REQUESTED
            JOB_FINISHED
            RETRY_REQUESTED
            DRAINED
            RESUMED
            STRATEGY_CHOSEN
            STRATEGY_CHANGED
            "An attempt came to a step; told to who listens now and never again."
            STEP
            "So many steps were not told because the reader was slow."
            LOST
        }

        "Something that happened; only what belongs to its kind is there."
        type Event {
            event: EventKind!
            "Its number among all events; null: it is not kept."
            number: Long
            time: DateTime
            jobId: String
            task: Int
            attempt: Int
            slot: Int
            verdict: Verdict
            durationSeconds: Float
            willRetry: Boolean
            notBefore: DateTime
            outcome: Outcome
            reason: String
            status: JobStatusEnum
            "Numbers of tasks that were queued again."
            tasks: [Int!]
            "Who asked for it."
            by: String
            strategy: Strategy
            step: Int
            steps: Int
            note: String
        }
        """#
}
