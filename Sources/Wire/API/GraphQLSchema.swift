/// What can be asked at `/graphql`, in GraphQL's own words. The original's operations and the
/// fields of its `Job` are there by their names; everything else follows the shapes of the HTTP
/// API, with camelCase for its names and capitals for its words.
public enum GraphQLSchema {
    /// The scalars that the schema defines and that take and give JSON as it is.
    public static let scalars = ["DateTime", "JSON", "Long"]

    /// The whole schema.
    public static let text = [roots, jobs, tasks, requests, service, keys, audit, events]
        .joined(separator: "\n")

    private static let roots = #"""
        "A service that runs scenarios, scripted conversations with terminal programs."
        schema {
            query: Query
            mutation: Mutation
            subscription: Subscription
        }

        "A moment as RFC 3339 writes it, in UTC."
        scalar DateTime @specifiedBy(url: "https://datatracker.ietf.org/doc/html/rfc3339")
        "Any JSON value."
        scalar JSON @specifiedBy(url: "https://datatracker.ietf.org/doc/html/rfc8259")
        "A whole number of 64 bits with sign."
        scalar Long

        "What can be asked."
        type Query {
            "`healthy`."
            health: String!
            "A job; null when there is none of that id among those that the caller may see."
            job(jobId: String!): Job
            "The latest jobs, at most fifty, the latest first."
            listJobs(status: JobStatusEnum): [Job!]! @listSize(assumedSize: 50)
            "Jobs page by page, the latest first."
            jobs(
                "Only jobs in one of these states."
                status: [JobStatusEnum!]
                "Only jobs of that account."
                owner: String
                "Jobs of a page, at most 1,000."
                limit: Int! = 50
                "`next` of the page before."
                cursor: String
            ): JobPage! @listSize(slicingArguments: ["limit"], sizedFields: ["jobs"])
            "A task; null when there is none among those that the caller may see."
            task(jobId: String!, task: Int!): Task
            "Why a job's next task, or the named one, waits, runs or ended."
            why(jobId: String!, task: Int): Why @cost(weight: 500)
            "The service as a whole."
            status: ServiceStatus! @cost(weight: 20)
            "The slots of the workers."
            workers: [Worker!]! @cost(weight: 20)
            "The keys that the caller manages, the oldest first."
            keys(
                "Only keys of that account; for administrators."
                owner: String
                "At most 1,000."
                limit: Int! = 100
                "Only those after that one."
                after: ID
            ): [Key!]! @listSize(slicingArguments: ["limit"])
            "How keys were used, the latest day first: those that the caller manages; a key: itself."
            usage(
                key: ID
                "From that day on, such as `2026-01-31`."
                since: String
                limit: Int! = 50
                cursor: String
            ): UsagePage! @listSize(slicingArguments: ["limit"], sizedFields: ["usage"])
            "What was changed and refused, the latest first; for administrators."
            audit(
                "Only entries of that kind, such as `key_created`."
                action: String
                key: ID
                limit: Int! = 50
                cursor: String
            ): AuditPage! @listSize(slicingArguments: ["limit"], sizedFields: ["entries"])
        }

        "What can be done."
        type Mutation {
            "Stops a job; true when it was told to, false when there was nothing to stop."
            cancelJob(jobId: String!): Boolean! @cost(weight: 2000)
            "Accepts scenarios; the same idempotency key gives the same job."
            submit(input: SubmitInput!, idempotencyKey: String): Job! @cost(weight: 2000)
            "Stops a job or one of its tasks; answers when everything it stopped is gone."
            cancel(jobId: String!, task: Int): CancelResult! @cost(weight: 2000)
            "Queues the tasks of a finished job that did not pass again."
            retry(jobId: String!): RetryResult! @cost(weight: 2000)
            "Starts nothing more until resumed; for administrators."
            drain: ServiceStatus! @cost(weight: 2000)
            "Goes on; for administrators."
            resume: ServiceStatus! @cost(weight: 2000)
            "Chooses how the next task is found; for administrators."
            setStrategy(strategy: Strategy!): ServiceStatus! @cost(weight: 2000)
            "Makes a key; only administrators make keys of others."
            createKey(input: KeyInput!): CreatedKey! @cost(weight: 2000)
            "Makes a key useless."
            revokeKey(keyId: ID!): Key! @cost(weight: 2000)
            "Gives a key another secret."
            rotateKey(keyId: ID!): CreatedKey! @cost(weight: 2000)
        }

        "What can be followed."
        type Subscription {
            "What happens to a job, from the event after that number on; ends with the job."
            jobEvents(jobId: String!, after: Long): Event!
            "What happens to all jobs that the caller may see, and to the service."
            events(after: Long): Event!
        }
        """#

    private static let jobs = #"""

        "What became of a job so far."
        enum JobStatusEnum {
            "Accepted; nothing has started."
            PENDING
            "Something has started."
            RUNNING
            "Every task passed or was skipped on purpose."
            COMPLETED
            "Every task is over and some did not pass."
            FAILED
            "Somebody stopped it."
            CANCELLED
        }

        "One submission."
        type Job {
            jobId: String!
            status: JobStatusEnum!
            createdAt: DateTime!
            startedAt: DateTime
            completedAt: DateTime
            "How much of it is over, 0 to 100."
            progress: Float!
            name: String
            "Account of who asked."
            owner: String!
            "Account that the programs run as."
            account: String!
            priority: Float!
            deadline: DateTime
            callerDirectory: String!
            "Why it failed."
            error: String
            taskCounts: TaskCounts!
            "The tasks page by page, in the job's order."
            tasks(limit: Int! = 50, cursor: String): TaskPage!
                @listSize(slicingArguments: ["limit"], sizedFields: ["tasks"])
        }

        "One page of jobs."
        type JobPage {
            jobs: [Job!]!
            "`cursor` of the next page; null: this is the last."
            next: String
        }

        "How many tasks of a job are in which state."
        type TaskCounts {
            total: Int!
            queued: Int!
            running: Int!
            passed: Int!
            failed: Int!
            error: Int!
            cancelled: Int!
            skipped: Int!
        }
        """#
}
