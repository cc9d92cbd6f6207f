import Scenarios
import Synchronization
import Testing

@testable import GraphQL

/// How large an answer may become, met exactly and exceeded by one byte.
@Suite struct AnswerBoundTests {
    /// A text of 100 bytes, which counts 104, under a name that counts 5.
    private static let text = String(repeating: "x", count: 100)
    private static let schema = """
        type Query { text: String raw(as: String!): String items: [Item!] item: Item }
        type Item { text: String }
        type Mutation { text: String }
        type Subscription { item: Item }
        """

    private final class Calls: Sendable {
        private let state = Mutex(0)
        var count: Int { state.withLock { $0 } }
        func add() { state.withLock { $0 += 1 } }
    }

    private let calls = Calls()

    private func service(_ bytesMax: Int) throws -> GraphQLService<Int> {
        var limits = OperationLimits()
        limits.answerBytesMax = bytesMax
        let item: JSONValue = ["text": .string(Self.text)]
        let text: GraphQLService<Int>.Resolver = { [calls] _ in
            calls.add()
            return .string(Self.text)
        }
        return try GraphQLService(
            schema: try Schema(Self.schema),
            resolvers: [
                "Query.text": text, "Mutation.text": text,
                "Query.raw": { $0.arguments["as"] ?? .null },
                "Query.items": { _ in .array([JSONValue](repeating: item, count: 50)) },
                "Query.item": { _ in item },
            ],
            subscriptions: [
                "Subscription.item": { _ in
                    SubscriptionSource(
                        AsyncStream<JSONValue> { stream in
                            for _ in 0..<5 { stream.yield(item) }
                            stream.finish()
                        })
                }
            ], limits: limits)
    }

    private func isTooLarge(_ answer: String) -> Bool {
        answer.hasPrefix(#"{"errors":[{"message":"The answer has more than "#)
            && answer.contains(#""code":"TOO_LARGE""#) && answer.hasSuffix(#""data":null}"#)
    }

    @Test func `thirty-two mebibytes are the usual bound`() {
        #expect(OperationLimits().answerBytesMax == 32 << 20)
    }

    static let sizes: [(String, Int)] = [
        ("{ a: text }", 109), ("{ a: text b: text }", 218), ("{ item { a: text } }", 117),
        ("{ items { a: text } }", 9 + 50 * 109), ("{ raw(as: \"\") }", 11),
        ("{ __typename }", 14 + 9),
    ]

    @Test(arguments: sizes) func `an answer that just fits is given whole`(
        query: String, bytes: Int
    ) async throws {
        let fits = try await service(bytes).answer(query)
        #expect(!fits.contains("errors"), "\(fits)")
        let more = try await service(bytes - 1).answer(query)
        #expect(isTooLarge(more), "\(more)")
    }

    @Test(arguments: ["\u{1B}", "\u{7F}", "\u{85}", "\"", "\\", "ä", "x"])
    func `what has to be escaped is counted as it is written`(character: String) async throws {
        let count = 10_000
        let text = String(repeating: character, count: count)
        let service = try service(3 * count - 1)
        let prepared = try service.prepare(
            GraphQLRequest(
                query: "query($t: String!) { raw(as: $t) }", variables: ["t": .string(text)]))
        let answer = await service.execute(prepared, 7).json.text()
        #expect(answer.utf8.count < 3 * count || isTooLarge(answer))
    }

    @Test func `nothing more is asked when there is too much`() async throws {
        for kind in ["query", "mutation"] {
            let before = calls.count
            let fields = (0..<20).map { "f\($0): text" }.joined(separator: " ")
            let answer = try await service(250).answer("\(kind) { \(fields) }")
            #expect(isTooLarge(answer), "\(answer)")
            #expect(calls.count - before == 3)
        }
    }

    @Test func `nothing more is asked when nobody waits any more`() async throws {
        let schema = try Schema(
            "type Query { items: [Item] } type Item { item: Item text: String }")
        let service = try GraphQLService<Int>(
            schema: schema,
            resolvers: [
                "Query.items": { _ in
                    withUnsafeCurrentTask { $0?.cancel() }
                    return [["item": ["text": "a"]], ["item": ["text": "b"]]]
                },
                "Item.text": { [calls] _ in
                    calls.add()
                    return "c"
                },
            ])
        let answer = await Task { await service.answer("{ items { item { text } } }") }.value
        #expect(
            answer == #"{"errors":[{"message":"The request was cancelled."}],"data":null}"#)
        #expect(calls.count == 0)
    }

    @Test func `each answer of a subscription has the bound for itself`() async throws {
        for (bytes, isFine) in [(4 + 4 + 4 + 4 + 104, true), (4 + 4 + 4 + 4 + 103, false)] {
            let service = try service(bytes)
            let prepared = try service.prepare(
                GraphQLRequest(query: "subscription { item { text } }"))
            var count = 0
            for try await answer in try await service.subscribe(prepared, 7) {
                #expect(isTooLarge(answer.json.text()) != isFine)
                count += 1
            }
            #expect(count == 5)
        }
    }
}
