import Scenarios
import Testing

@testable import GraphQL

/// Depth, cost and the bounds of documents, each met exactly and exceeded by one.
@Suite struct CostTests {
    private static let schema = """
        type Query {
          page(limit: Int! = 50, cursor: String): Page!
            @listSize(slicingArguments: ["limit"], sizedFields: ["items"])
          items(first: Int, last: Int): [Item!] @listSize(slicingArguments: ["first", "last"])
          few: [Item!] @listSize(assumedSize: 3)
          some: [Item!]
          item: Item
          heavy: Int @cost(weight: 10)
          names: [String!]
        }
        type Page { items: [Item!]! next: String }
        type Item { id: ID item: Item items: [Item!] either: Either }
        type Other { id: ID }
        union Either = Item | Other
        """

    private func cost(_ query: String, _ variables: JSONObject = [:]) throws -> OperationCost {
        let service = try GraphQLService<Int>(
            schema: try Schema(Self.schema), resolvers: [:], limits: OperationLimits())
        return try service.prepare(GraphQLRequest(query: query, variables: variables)).cost
    }

    static let costs: [(String, Int, Int)] = [
        ("{ item { id } }", 2, 2),
        ("{ a: item { id } b: item { id item { id } } }", 3, 6),
        ("{ heavy names }", 1, 11),
        ("{ some { id } }", 2, 11),
        ("{ few { id item { id } } }", 3, 10),
        ("{ items(first: 20) { id } }", 2, 21),
        ("{ items(first: 2, last: 4) { id } }", 2, 5),
        ("{ items(first: -5) { id } }", 2, 1),
        ("{ page(limit: 7) { items { id } next } }", 3, 1 + 1 + 7 + 1),
        ("{ page { items { id } } }", 3, 1 + 1 + 50),
        ("{ page(limit: 2) { ...P } } fragment P on Page { items { id } }", 3, 1 + 1 + 2),
        ("{ few { items { id } } }", 3, 1 + 3 * 11),
        ("{ few { ...F } item { ...F } } fragment F on Item { id }", 2, 1 + 3 + 1 + 1),
        ("{ item { either { ... on Item { id } ... on Other { id } } } }", 3, 4),
        ("{ item { id @skip(if: true) } }", 2, 2),
    ]

    @Test(arguments: costs) func `costs follow the formula`(
        query: String, depth: Int, cost: Int
    ) throws {
        #expect(try self.cost(query) == OperationCost(depth: depth, cost: cost))
    }

    @Test func `variables and their defaults say how many`() throws {
        let query = "query($n: Int = 3) { items(first: $n) { id } }"
        #expect(try cost(query).cost == 4)
        #expect(try cost(query, ["n": 30]).cost == 31)
    }

    @Test func `costs saturate`() throws {
        let inner =
            String(repeating: "items { ", count: 20) + "id" + String(repeating: "}", count: 20)
        let told = mistakes { _ = try cost("{ item { \(inner) } }") }
        #expect(told.count == 1)
        #expect(told.first?.contains("The operation costs \(Int.max)") == true)
    }

    @Test func `fragments that double at each level are measured at once`() throws {
        let fragments = (0..<60).map {
            "fragment F\($0) on Item { a: item { ...F\($0 + 1) } b: item { ...F\($0 + 1) } }"
        }.joined(separator: "\n")
        let told = mistakes {
            _ = try cost("{ item { ...F0 } } \(fragments) fragment F60 on Item { id }")
        }
        #expect(told.contains { $0.contains("fields deep") })
        #expect(told.contains { $0.contains("The operation costs") })
    }

    @Test func `depth and cost have limits`() throws {
        var limits = OperationLimits()
        limits.depthMax = 2
        limits.costMax = 11
        let service = try GraphQLService<Int>(
            schema: try Schema(Self.schema), resolvers: [:], limits: limits)
        func told(_ query: String) -> [String] {
            mistakes { _ = try service.prepare(GraphQLRequest(query: query)) }
        }
        #expect(told("{ some { id } }") == [])
        #expect(told("{ item { item { id } } }").first?.contains("3 fields deep") == true)
        #expect(told("{ item { id } heavy }").first?.contains("costs 12; at most 11") == true)
    }

    @Test func `what asks of the schema again and again is too costly`() throws {
        let inner = "fields { type { fields { type { fields { type { name } } } } } }"
        #expect(mistakes { _ = try cost("{ __schema { types { \(inner) } } }") }.count == 1)
    }

    @Test func `documents have a size`() throws {
        let filler = String(repeating: " ", count: GraphQLLimits.documentBytesMax - 5)
        _ = try Document(parsing: "{ a }" + filler)
        #expect(mistakes { _ = try Document(parsing: "{ a } " + filler) }.count == 1)
    }

    @Test func `documents have a number of tokens`() throws {
        let names = String(repeating: "a ", count: GraphQLLimits.tokensMax - 3)
        _ = try Document(parsing: "{" + names + "}")
        #expect(mistakes { _ = try Document(parsing: "{ a " + names + "}") }.count == 1)
    }

    @Test(arguments: [
        ("{ a", "{ a", " }"), ("{ a(b: [", "[", "])}"), ("{ a(b: {c: ", "{c: ", "})}"),
    ])
    func `documents are not nested without end`(head: String, open: String, close: String) throws {
        for sign in [open] where sign != "{ a" {
            let opened = String(repeating: sign, count: 5_000)
            #expect(
                mistakes { _ = try Document(parsing: head + opened) }.first?
                    .contains("levels are nested") == true)
        }
        let levels = GraphQLLimits.nestingLevelsMax
        func sets(_ count: Int) -> String {
            String(repeating: "{ a", count: count) + String(repeating: "}", count: count)
        }
        _ = try Document(parsing: sets(levels))
        #expect(mistakes { _ = try Document(parsing: sets(levels + 1)) }.count == 1)
    }

    @Test func `chains of fragments are not followed without end`() throws {
        let schema = try Schema(Self.schema)
        func chain(_ count: Int) throws -> [GraphQLError] {
            let fragments = (1..<count).map { "fragment F\($0) on Query { ...F\($0 + 1) }" }
            return schema.validate(
                try Document(
                    parsing: "{ ...F1 } \(fragments.joined()) fragment F\(count) on Query { heavy }"
                ))
        }
        #expect(try chain(GraphQLLimits.expandedLevelsMax - 1) == [])
        #expect(try chain(GraphQLLimits.expandedLevelsMax).count == 1)
        #expect(try chain(900).count == 1)
    }

    @Test func `mistakes are told up to a number`() throws {
        let schema = try Schema(Self.schema)
        let names = (0..<GraphQLLimits.errorsMax).map { "x\($0) " }.joined()
        #expect(
            schema.validate(try Document(parsing: "{ \(names) }")).count == GraphQLLimits.errorsMax)
        let more = schema.validate(try Document(parsing: "{ \(names) y z }"))
        #expect(more.count == GraphQLLimits.errorsMax + 1)
        #expect(more.last?.message.contains("Too many validation errors") == true)
    }

    @Test func `comparing fields of one name does not take forever`() throws {
        let schema = try Schema(Self.schema)
        let same = String(repeating: "heavy ", count: 9_000)
        #expect(schema.validate(try Document(parsing: "{ \(same) }")) == [])
        // Different sets of fields at each of very many places.
        let fragments = (0..<190).map {
            let next = "...F\($0 + 1)"
            return
                "fragment F\($0) on Item { id a: item { \(next) x\($0): id } b: item { \(next) } }"
        }.joined(separator: "\n")
        let told = schema.validate(
            try Document(parsing: "{ item { ...F0 } } \(fragments) fragment F190 on Item { id }"))
        #expect(told.count <= 1)
    }

    @Test func `comparisons have a number`() throws {
        let schema = try Schema(Self.schema)
        // Each alias has the fragment's fields gathered twice, and the spread with them.
        func told(_ fields: Int) throws -> [GraphQLError] {
            let aliases = (0..<100).map { "a\($0): item { ...F }" }.joined(separator: " ")
            let ids = String(repeating: "id ", count: fields)
            return schema.validate(
                try Document(parsing: "{ \(aliases) } fragment F on Item { \(ids) }"))
        }
        let fits = (GraphQLLimits.mergeStepsMax - 100) / 200 - 1
        #expect(try told(fits) == [])
        #expect(try told(fits + 1).count == 1)
    }
}
