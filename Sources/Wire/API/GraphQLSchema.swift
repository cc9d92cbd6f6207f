/// What can be asked at `/graphql`, in GraphQL's own words. The original's operations and the
/// fields of its `Job` are there by their names; everything else follows the shapes of the HTTP
/// API, with camelCase for its names and capitals for its words.
public enum GraphQLSchema {
    /// The scalars that the schema defines and that take and give JSON as it is.
    public static let scalars = ["DateTime", "JSON", "Long"]

    /// The whole schema.
    public static let text = [roots, jobs, tasks, requests, service, keys, events]
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
            why(jobId: String!, task: Int): Why
            "The service as a whole."
            status: ServiceStatus!
            "The slots of the workers."
            workers: [Worker!]!
            "The keys; for administrators."
            keys: [Key!]! @listSize(assumedSize: 100)
        }

        "What can be done."
        type Mutation {
            "Stops a job; true when it was told to, false when there was nothing to stop."
            cancelJob(jobId: String!): Boolean!
            "Accepts scenarios; the same idempotency key gives the same job."
            submit(input: SubmitInput!, idempotencyKey: String): Job!
            "Stops a job or one of its tasks; answers when everything it stopped is gone."
            cancel(jobId: String!, task: Int): CancelResult!
            "Queues the tasks of a finished job that did not pass again."
            retry(jobId: String!): RetryResult!
            "Starts nothing more until resumed; for administrators."
            drain: ServiceStatus!
            "Goes on; for administrators."
            resume: ServiceStatus!
            "Chooses how the next task is found; for administrators."
            setStrategy(strategy: Strategy!): ServiceStatus!
            "Makes a key; for administrators."
            createKey(input: KeyInput!): CreatedKey!
            "Makes a key useless; for administrators."
            revokeKey(keyId: ID!): Key!
            "Gives a key another secret; for administrators."
            rotateKey(keyId: ID!): CreatedKey!
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
