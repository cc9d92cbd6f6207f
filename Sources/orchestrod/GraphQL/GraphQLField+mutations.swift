import GraphQL
import HTTPTypes
import Jobs
import Scenarios
import Store
import Wire

extension GraphQLField {
    /// What can be done.
    static let mutations = jobMutations + serviceMutations + keyMutations

    private static let jobMutations = [
        GraphQLField("Mutation.cancelJob", .delete, .job) { call in
            do {
                _ = try await call.service.cancel(try call.job(), task: nil, call.context)
                return true
            } catch let problem as Problem
                where problem.kind == .notFound || problem.kind == .conflict
            {
                return false
            }
        },
        GraphQLField("Mutation.submit", .post, .jobs) { call in
            let owner = try call.service.owner(call.context.peer)
            let asked = try SubmissionRequest(graphQL: call.value("input"))
            let (job, _) = try await call.service.submit(
                for: owner, bytes: asked.files.reduce(0) { $0 + $1.text.utf8.count },
                idempotencyKey: call.text("idempotencyKey"), call.context
            ) { asked }
            return job.graphQL
        },
        GraphQLField("Mutation.cancel", .delete, .job) { call in
            try await call.service.cancel(
                try call.job(), task: call.number("task"), call.context
            ).graphQL
        },
        GraphQLField("Mutation.retry", .post, .retry) { call in
            try await call.service.retry(try call.job(), call.context).graphQL
        },
    ]

    private static let serviceMutations = [
        GraphQLField("Mutation.drain", .post, .drain) { call in
            try await call.service.drain(call.context).graphQL
        },
        GraphQLField("Mutation.resume", .post, .resume) { call in
            try await call.service.resume(call.context).graphQL
        },
        GraphQLField("Mutation.setStrategy", .put, .strategy) { call in
            let word = call.text("strategy") ?? ""
            guard let strategy = Strategy(graphQL: word) else {
                throw Problem(.invalidRequest, "there is no strategy \(word.prefix(40))")
            }
            return try await call.service.choose(strategy, call.context).graphQL
        },
    ]

    private static let keyMutations = [
        GraphQLField("Mutation.createKey", .post, .keys) { call in
            let asked = try KeyRequest(graphQL: call.value("input"))
            return try await call.service.makeKey(asked, call.context).graphQLWithSecret
        },
        GraphQLField("Mutation.revokeKey", .delete, .key) { call in
            try await call.service.revoke(try call.key(), call.context).graphQL
        },
        GraphQLField("Mutation.rotateKey", .post, .keyRotation) { call in
            try await call.service.rotate(try call.key(), call.context).graphQLWithSecret
        },
    ]
}
