import GraphQL
import Wire

extension GraphQLStream {
    /// What can be followed.
    static let all = ["jobEvents", "events"].map { name in
        GraphQLStream("Subscription.\(name)", .events) { _ in
            throw GraphQLError("Subscriptions need a WebSocket.")
        }
    }
}
