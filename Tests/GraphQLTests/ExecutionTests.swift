import Scenarios
import Testing

@testable import GraphQL

/// What is answered.
@Suite struct ExecutionTests {
    @Test func `queries are answered`() async throws {
        let service = try Zoo.service()
        try await Answers("answers.txt").check { await service.answer($0) }
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
