import Scenarios
import Testing

@testable import GraphQL

/// What is answered.
@Suite struct ExecutionTests {
    static let answers: [(String, String)] = [
        ("{ dog { name barks } }", #"{"data":{"dog":{"name":"Rex","barks":true}}}"#),
        ("{ b: dog { x: name } a: who }", #"{"data":{"b":{"x":"Rex"},"a":7}}"#),
        (
            "{ dog { mother { name mother { name } } } }",
            #"{"data":{"dog":{"mother":{"name":"mother of Rex","mother":{"name":"mother of mother of Rex"}}}}}"#
        ),
        (
            "{ dog { name ...F } } fragment F on Pet { ... on Dog { barks } name }",
            #"{"data":{"dog":{"name":"Rex","barks":true}}}"#
        ),
        (
            "{ dog { mother { name } } dog { mother { barks } } }",
            #"{"data":{"dog":{"mother":{"name":"mother of Rex","barks":false}}}}"#
        ),
        (
            "{ __typename dog { __typename } pet(kind: \"cat\") { __typename ... on Cat { lives } } }",
            #"{"data":{"__typename":"Query","dog":{"__typename":"Dog"},"pet":{"__typename":"Cat","lives":9}}}"#
        ),
        (
            "{ either { ... on Dog { barks } ... on Cat { lives } } }",
            #"{"data":{"either":[{"lives":9},{"barks":true}]}}"#
        ),
        (
            "{ pets { name } }",
            #"{"errors":[{"message":"Abstract type \"Pet\" must resolve to one of its object types for field Query.pets.","locations":[{"line":1,"column":3}],"path":["pets",3]}],"data":{"pets":[{"name":"Rex"},null,{"name":"Tom"},null]}}"#
        ),
        (
            "{ who @skip(if: true) a: who @include(if: false) b: who @skip(if: false) @include(if: true) }",
            #"{"data":{"b":7}}"#
        ),
        (
            "{ ... @skip(if: true) { who } ...F @include(if: false) } fragment F on Query { who }",
            #"{"data":{}}"#
        ),
        (
            "{ list }",
            #"{"errors":[{"message":"Cannot return null for non-nullable field Query.list.","locations":[{"line":1,"column":3}],"path":["list",1]}],"data":{"list":null}}"#
        ),
        (
            "{ strict { inner { inner { a } b } } }",
            #"{"errors":[{"message":"Cannot return null for non-nullable field Strict.a.","locations":[{"line":1,"column":28}],"path":["strict","inner","inner","a"]}],"data":{"strict":{"inner":{"inner":null,"b":null}}}}"#
        ),
        (
            "{ who missing }",
            #"{"errors":[{"message":"Cannot return null for non-nullable field Query.missing.","locations":[{"line":1,"column":7}],"path":["missing"]}],"data":null}"#
        ),
        (
            "{ fails who }",
            #"{"errors":[{"message":"The field could not be answered.","locations":[{"line":1,"column":3}],"path":["fails"]}],"data":{"fails":null,"who":7}}"#
        ),
        (
            "{ told }",
            #"{"errors":[{"message":"no","locations":[{"line":1,"column":3}],"path":["told"],"extensions":{"code":"NO"}}],"data":{"told":null}}"#
        ),
        (
            "{ color badColor }",
            #"{"errors":[{"message":"Enum \"Color\" cannot represent the value of Query.badColor.","locations":[{"line":1,"column":9}],"path":["badColor"]}],"data":{"color":"RED","badColor":null}}"#
        ),
        (
            "{ badInt big number }",
            #"{"errors":[{"message":"Int cannot represent the value of Query.badInt.","locations":[{"line":1,"column":3}],"path":["badInt"]}],"data":{"badInt":null,"big":2147483648,"number":3.0}}"#
        ),
        (
            "mutation { a: add(n: 1) boom b: add(n: 2) }",
            #"{"errors":[{"message":"boom","locations":[{"line":1,"column":25}],"path":["boom"]}],"data":{"a":1,"boom":null,"b":2}}"#
        ),
        (
            "{ nothing }",
            #"{"errors":[{"message":"Cannot query field \"nothing\" on type \"Query\".","locations":[{"line":1,"column":3}]}]}"#
        ),
        (
            "{",
            #"{"errors":[{"message":"Syntax Error: Expected Name, found <EOF>.","locations":[{"line":1,"column":2}]}]}"#
        ),
        (
            "subscription { count(to: 1) }",
            #"{"errors":[{"message":"A subscription needs a stream of answers."}]}"#
        ),
        (
            "fragment F on Query { who }",
            #"{"errors":[{"message":"Fragment \"F\" is never used.","locations":[{"line":1,"column":1}]}]}"#
        ),
    ]

    @Test(arguments: answers) func `queries are answered`(query: String, answer: String)
        async throws
    {
        #expect(try await Zoo.service().answer(query) == answer)
    }

    @Test func `a list in a list becomes null alone`() async throws {
        let answer = try await Zoo.service().answer("{ matrix }")
        #expect(answer.contains(#""data":{"matrix":[[1],null,null]}"#))
        #expect(answer.contains(#""path":["matrix",1,0]"#))
        #expect(answer.contains(#"Expected a list for field Query.matrix."#))
    }

    @Test func `the named operation is carried out`() async throws {
        let service = try Zoo.service()
        let query = "query A { who } query B { dog { name } }"
        #expect(await service.answer(query, operation: "A") == #"{"data":{"who":7}}"#)
        #expect(await service.answer(query, operation: "C").contains("Unknown operation named"))
        #expect(await service.answer(query).contains("Must provide operation name"))
    }

    static let coercions: [(String, JSONObject, String)] = [
        ("{ echo }", [:], #"{"int":7}"#),
        ("{ echo(int: null) }", [:], #"{"int":null}"#),
        (
            "{ echo(list: 3, id: 4, any: {a: [1.5, X]}) }", [:],
            #"{"int":7,"list":[3],"id":"4","any":{"a":[1.5,"X"]}}"#
        ),
        (
            "{ echo(input: {a: 1, c: {a: 2, b: null}}) }", [:],
            #"{"int":7,"input":{"a":1,"b":"usual","c":[{"a":2,"b":null,"d":"RED"}],"d":"RED"}}"#
        ),
        ("query($i: Int) { echo(int: $i) }", [:], #"{"int":7}"#),
        ("query($i: Int) { echo(int: $i) }", ["i": .null], #"{"int":null}"#),
        ("query($i: Int = 3) { echo(int: $i) }", [:], #"{"int":3}"#),
        ("query($i: Int) { echo(int: $i) }", ["i": .number(5)], #"{"int":5}"#),
        (
            "query($i: In) { echo(input: $i) }", ["i": ["a": 1, "c": [["a": 2]]]],
            #"{"int":7,"input":{"a":1,"b":"usual","c":[{"a":2,"b":"usual","d":"RED"}],"d":"RED"}}"#
        ),
        (
            "query($b: String) { echo(input: {a: 1, b: $b}) }", [:],
            #"{"int":7,"input":{"a":1,"b":"usual","d":"RED"}}"#
        ),
        ("query($l: [Int!]) { echo(list: $l) }", ["l": 3], #"{"int":7,"list":[3]}"#),
        (
            "query($e: Color, $d: ID) { echo(enum: $e, id: $d) }", ["e": "GREEN", "d": 12],
            #"{"int":7,"enum":"GREEN","id":"12"}"#
        ),
        (
            "query($a: Any) { echo(any: [$a, 1]) }", ["a": ["x": true]],
            #"{"int":7,"any":[{"x":true},1]}"#
        ),
    ]

    @Test(arguments: coercions) func `values come in`(
        query: String, variables: JSONObject, seen: String
    ) async throws {
        let answer = try await Zoo.service().answer(query, variables)
        #expect(answer == #"{"data":{"echo":\#(JSONValue.string(seen).text())}}"#)
    }

    static let refusals: [(String, JSONObject, String)] = [
        ("query($i: Int!) { echo(int: $i) }", [:], "a value is required"),
        ("query($i: Int!) { echo(int: $i) }", ["i": .null], "null is not allowed"),
        ("query($i: Int) { echo(int: $i) }", ["i": "1"], #"\"1\" is no Int"#),
        ("query($i: Int) { echo(int: $i) }", ["i": .number(1.5)], "1.5 is no Int"),
        ("query($i: Int) { echo(int: $i) }", ["i": 2_147_483_648], "2147483648 is no Int"),
        ("query($i: [Int!]) { echo(list: $i) }", ["i": [1, .null]], "null is not allowed"),
        ("query($i: In) { echo(input: $i) }", ["i": [:]], "In.a: a value is required"),
        ("query($i: In) { echo(input: $i) }", ["i": ["a": 1, "z": 1]], #"In has no field \"z\""#),
        ("query($i: In) { echo(input: $i) }", ["i": 1], "1 is no In"),
        ("query($i: Color) { echo(enum: $i) }", ["i": "BLUE"], #"\"BLUE\" is no Color"#),
        ("query($i: Color) { echo(enum: $i) }", ["i": 1], "1 is no Color"),
    ]

    @Test(arguments: refusals) func `values are refused`(
        query: String, variables: JSONObject, part: String
    ) async throws {
        let answer = try await Zoo.service().answer(query, variables)
        #expect(answer.contains(part), "\(answer)")
        #expect(!answer.contains("data"))
    }

    @Test func `an argument that is given no value where one is needed fails alone`() async throws {
        let query = "query($l: Int) { who echo(list: [1, $l]) }"
        let told = try await Zoo.service().answer(query)
        #expect(told.contains(#"used in position expecting type \"Int!\""#))
    }

    @Test func `functions and schema have to fit`() throws {
        let schema = try Schema(Zoo.schema)
        let told = mistakes {
            _ = try GraphQLService<Int>(
                schema: schema,
                resolvers: [
                    "Query.none": { _ in .null }, "Pet.name": { _ in .null },
                    "Subscription.odd": { _ in .null }, "odd": { _ in .null },
                ],
                subscriptions: ["Subscription.more": { _ in SubscriptionSource(next: { nil }) }])
        }
        #expect(
            told == [
                "A function is named Pet.name, which is no field.",
                "A function is named Query.none, which is no field.",
                "A function is named odd, which is no field.",
                "Subscription.odd needs a stream, not a function.",
                "Subscription.broken is a field or a stream, but not both.",
                "Subscription.count is a field or a stream, but not both.",
                "Subscription.more is a field or a stream, but not both.",
                "Subscription.odd is a field or a stream, but not both.",
                "Subscription.unopened is a field or a stream, but not both.",
            ])
    }

    @Test func `a conflict through three fragments is found`() throws {
        let schema = try Schema(Zoo.schema)
        let document = try Document(
            parsing: """
                { dog { ...A } } fragment A on Dog { name ...B } fragment B on Dog { x: name ...C }
                fragment C on Dog { ...D } fragment D on Dog { x: barks }
                """)
        #expect(schema.validate(document).contains { $0.message.contains(#"Fields "x" conflict"#) })
    }
}
