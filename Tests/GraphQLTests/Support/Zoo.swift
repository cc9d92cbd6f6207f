import GraphQL
import Scenarios

/// A service to ask things of.
enum Zoo {
    static let schema = """
        type Query {
          dog: Dog pet(kind: String): Pet pets: [Pet] either: [Either!]
          strict: Strict! list: [Int!] matrix: [[Int!]]
          echo(
            int: Int = 7, input: In, list: [Int!], enum: Color, id: ID, any: Any
            text: String @deprecated(reason: "use any")
          ): String
          fails: Int told: Int color: Color badColor: Color badInt: Int who: Int big: Long
          missing: Int! number: Float
        }
        type Strict { a: Int! b: Int inner: Strict }
        type Mutation { add(n: Int!): Int! boom: Int }
        type Subscription { count(to: Int!): Int! odd: Dog broken: Int unopened: Int }
        interface Pet { name: String! }
        type Dog implements Pet { name: String! barks: Boolean mother: Dog old: Int @deprecated }
        type Cat implements Pet { name: String! lives: Int! }
        union Either = Dog | Cat
        enum Color { RED GREEN @deprecated(reason: "too green") }
        input In { a: Int! b: String = "usual" c: [In!] d: Color = RED e: Int @deprecated }
        scalar Any
        scalar Long @specifiedBy(url: "https://example.org/long")
        """

    static let dog: JSONValue = ["__typename": "Dog", "name": "Rex", "barks": true]
    static let cat: JSONValue = ["__typename": "Cat", "name": "Tom", "lives": 9]

    typealias Service = GraphQLService<Int>

    static let resolvers: [String: Service.Resolver] = [
        "Query.dog": { _ in dog },
        "Query.pet": { $0.arguments["kind"] == "cat" ? cat : dog },
        "Query.pets": { _ in [dog, .null, cat, ["__typename": "Rock", "name": "r"]] },
        "Query.either": { _ in [cat, dog] },
        "Query.strict": { _ in ["a": 1, "inner": ["a": 2, "inner": ["b": 3]]] },
        "Query.list": { _ in [1, .null] },
        "Query.matrix": { _ in [[1], [.null], 3] },
        "Query.echo": { .string(JSONValue.object($0.arguments).text()) },
        "Query.fails": { _ in throw Unexpected() },
        "Query.told": { _ in throw GraphQLError("no", extensions: ["code": "NO"]) },
        "Query.color": { _ in "RED" },
        "Query.badColor": { _ in "PINK" },
        "Query.badInt": { _ in 2_147_483_648 },
        "Query.big": { _ in 2_147_483_648 },
        "Query.number": { _ in 3 },
        "Query.who": { .integer($0.context) },
        "Dog.mother": { call in
            guard case .object(let dog) = call.source, case .string(let name) = dog["name"] else {
                return .null
            }
            return ["name": .string("mother of " + name), "barks": false]
        },
        "Mutation.add": { $0.arguments["n"] ?? .null },
        "Mutation.boom": { _ in throw GraphQLError("boom") },
    ]

    static let subscriptions: [String: Service.Opener] = [
        "Subscription.count": { call in
            guard case .integer(let end) = call.arguments["to"] else {
                throw GraphQLError("no end")
            }
            return SubscriptionSource(
                AsyncStream<JSONValue> { stream in
                    for number in 0..<end { stream.yield(.integer(number + 1)) }
                    stream.finish()
                })
        },
        "Subscription.odd": { _ in SubscriptionSource(next: { dog }) },
        "Subscription.broken": { _ in SubscriptionSource(next: { throw Unexpected() }) },
        "Subscription.unopened": { _ in throw GraphQLError("closed") },
    ]

    struct Unexpected: Error {}

    static func service(_ limits: OperationLimits = OperationLimits()) throws -> Service {
        try Service(
            schema: try Schema(schema), resolvers: resolvers, subscriptions: subscriptions,
            limits: limits)
    }
}
