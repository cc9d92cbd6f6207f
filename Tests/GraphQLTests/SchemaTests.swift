import Scenarios
import Testing

@testable import GraphQL

/// Schemas that are made, and what is said of wrong ones.
@Suite struct SchemaTests {
    static let wrong: [(String, String)] = [
        ("type A { b: Int }", "Query root type must be provided."),
        ("schema { query: Q } scalar Q", "must be an object type, it cannot be Q"),
        ("type Query { a: Int } schema { query: Query mutation: Query }", "must be different"),
        ("type Query { a: Int } type Query { b: Int }", #"only one type named "Query""#),
        ("type Query { a: Int a: Int }", #"only one field named "a""#),
        ("type Query { a(b: Int b: Int): Int }", #"only one input value named "b""#),
        ("type Query { a: Missing }", #"Unknown type "Missing""#),
        ("type Query { a(b: Missing): Int }", #"Unknown type "Missing""#),
        ("type Query { a: In } input In { b: Int }", "must be an output type"),
        ("type Query { a(b: Query): Int }", "must be an input type"),
        ("type Query { __a: Int }", #"must not begin with "__""#),
        ("type Query { a: Int } type __T { a: Int }", #"must not begin with "__""#),
        ("type Query { a: Int } type T", "must define one or more fields"),
        ("type Query { a: Int } enum E", "must define one or more values"),
        ("type Query { a: Int } union U", "must define one or more member types"),
        ("type Query { a: Int } union U = Int", "can only include object types"),
        ("type Query { a: Int } union U = Query | Query", #"only one member type named "Query""#),
        ("type Query { a: Int } enum E { A A }", #"only one value named "A""#),
        ("type Query { a: Int } input I { a: I! }", "within itself"),
        ("type Query { a: Int } input I { a: J! } input J { a: I! }", "within itself"),
        ("type Query implements Int { a: Int }", "must only implement interface types"),
        ("type Query implements I { a: Int } interface I { b: Int }", "does not provide it"),
        ("type Query implements I { a: Int } interface I { a: Int! }", "expects type Int!"),
        ("type Query implements I { a: Int } interface I { a(b: Int): Int }", "I.a(b:) expected"),
        (
            "type Query implements I { a(b: Int!): Int } interface I { a: Int }",
            "must not be required"
        ),
        (
            "type Query implements J { a: Int } interface I { a: Int }"
                + " interface J implements I { a: Int }", "must implement I"
        ),
        ("interface I implements I { a: Int } type Query { a: Int }", "cannot implement itself"),
        ("type Query { a: Int } directive @d on NOWHERE", #"Unknown location "NOWHERE""#),
        ("type Query { a: Int @d }", #"Unknown directive "@d""#),
        ("type Query @deprecated { a: Int }", "may not be used on OBJECT"),
        ("type Query { a(b: Int! @deprecated): Int }", "value b cannot be deprecated"),
        ("type Query { a: Int } input I { b: Int! @deprecated }", "value b cannot be deprecated"),
        ("type Query { a: Int @cost }", #"Argument "weight" of type "Int!" is required"#),
        ("type Query { a(b: Int = \"x\"): Int }", #"Expected value of type "Int", found "x""#),
        ("type Query { a(b: E = X): Int } enum E { Y }", #"Value "X" does not exist"#),
        ("type Query { a: Int } extend type T { b: Int }", "is not defined"),
        ("type Query { a: Int } extend enum Query { A }", "of another kind"),
        ("{ a }", "no operations"),
        ("type Query {", "Syntax Error"),
    ]

    @Test(arguments: wrong) func `mistakes are told`(text: String, part: String) {
        let told = mistakes { _ = try Schema(text) }
        #expect(told.contains { $0.contains(part) }, "\(told)")
    }

    @Test func `extensions add to what they extend`() throws {
        let schema = try Schema(
            """
            type Query { a: U }
            extend type Query implements I { b: E }
            interface I { b: E }
            union U = Query
            extend union U = T
            type T { c(i: In): Int }
            enum E { A }
            extend enum E { B }
            input In { d: Int }
            extend input In { e: Int = 3 }
            type M { m: Int }
            schema { query: Query }
            extend schema { mutation: M }
            """)
        #expect(schema.types["Query"]?.fields.map(\.name) == ["a", "b"])
        #expect(schema.possibleTypes == ["U": ["Query", "T"], "I": ["Query"]])
        #expect(schema.roots == [.query: "Query", .mutation: "M"])
    }

    @Test func `an interface's fields may be narrower`() throws {
        _ = try Schema(
            """
            interface Node { id: ID next: Node all: [Node] }
            type Query implements Node { id: ID! next: Query! all(first: Int = 1): [Query!]! }
            """)
    }

    @Test func `what a field costs is read`() throws {
        let schema = try Schema(
            """
            type Query {
              a(first: Int): [Int] @cost(weight: 5) @listSize(slicingArguments: ["first"])
              b: Query @listSize(assumedSize: 3, sizedFields: ["a"])
            }
            """)
        let fields = schema.types["Query"]?.fields ?? []
        #expect(fields[0].cost.weight == 5)
        #expect(fields[0].cost.slicingArguments == ["first"])
        #expect(fields[1].cost.assumedSize == 3)
        #expect(fields[1].cost.sizedFields == ["a"])
    }
}
