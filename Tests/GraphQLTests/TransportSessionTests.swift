import Scenarios
import Testing

@testable import GraphQL

/// The `graphql-transport-ws` protocol without a socket.
@Suite struct TransportSessionTests {
    private let start = Instant(nanoseconds: 1_000)
    private var session = TransportSession()

    init() { _ = session.handle(.opened, at: start) }

    private mutating func say(_ text: String) -> [TransportSession.Effect] {
        session.handle(.text(text), at: start)
    }

    private mutating func acknowledge() {
        _ = say(#"{"type":"connection_init"}"#)
        _ = session.handle(.accepted(payload: nil), at: start)
    }

    private static let subscribe = #"{"id":"a","type":"subscribe","payload":{"query":"{ x }"}}"#

    @Test mutating func `a connection is acknowledged after its first message`() {
        var session = TransportSession()
        let deadline = start + .seconds(GraphQLLimits.initialisationSeconds)
        #expect(session.handle(.opened, at: start) == [.wake(at: deadline)])
        let first = session.handle(
            .text(#"{"type":"connection_init","payload":{"key":"k"}}"#), at: start)
        #expect(first == [.authenticate(payload: ["key": "k"])])
        #expect(session.handle(.woke, at: deadline) == [])
        let second = session.handle(.accepted(payload: ["hello": true]), at: deadline)
        #expect(second == [.send(#"{"type":"connection_ack","payload":{"hello":true}}"#)])
    }

    @Test mutating func `a connection that does not begin is closed`() {
        let deadline = start + .seconds(GraphQLLimits.initialisationSeconds)
        let early = Instant(nanoseconds: deadline.nanoseconds - 1)
        #expect(session.handle(.woke, at: early) == [.wake(at: deadline)])
        #expect(session.handle(.woke, at: deadline) == [.close(.initialisationTimeout)])
        #expect(say(#"{"type":"connection_init"}"#) == [])
    }

    @Test mutating func `a connection begins once`() {
        _ = say(#"{"type":"connection_init"}"#)
        #expect(say(#"{"type":"connection_init"}"#) == [.close(.tooManyInitialisations)])
    }

    @Test mutating func `a connection that began does not begin again`() {
        acknowledge()
        _ = say(Self.subscribe)
        #expect(
            say(#"{"type":"connection_init"}"#) == [
                .stop(operation: 1), .close(.tooManyInitialisations),
            ])
    }

    @Test mutating func `who may not ask is sent away`() {
        _ = say(#"{"type":"connection_init"}"#)
        #expect(session.handle(.refused, at: start) == [.close(.forbidden)])
    }

    @Test mutating func `nothing can be asked before the acknowledgement`() {
        #expect(say(Self.subscribe) == [.close(.unauthorized)])
        session = TransportSession()
        _ = session.handle(.opened, at: start)
        _ = say(#"{"type":"connection_init"}"#)
        #expect(say(Self.subscribe) == [.close(.unauthorized)])
    }

    @Test mutating func `an operation has answers and an end`() {
        acknowledge()
        #expect(say(Self.subscribe) == [.start(operation: 1, GraphQLRequest(query: "{ x }"))])
        let answer = GraphQLResponse(data: ["x": 1])
        #expect(
            session.handle(.next(operation: 1, answer), at: start) == [
                .send(#"{"id":"a","type":"next","payload":{"data":{"x":1}}}"#)
            ])
        #expect(
            session.handle(.completed(operation: 1), at: start) == [
                .send(#"{"id":"a","type":"complete"}"#)
            ])
        #expect(session.handle(.next(operation: 1, answer), at: start) == [])
        #expect(session.handle(.completed(operation: 1), at: start) == [])
    }

    @Test mutating func `an operation that fails is over`() {
        acknowledge()
        _ = say(Self.subscribe)
        let errors = GraphQLErrors([GraphQLError("no")])
        #expect(
            session.handle(.failed(operation: 1, errors), at: start) == [
                .send(#"{"id":"a","type":"error","payload":[{"message":"no"}]}"#)
            ])
        #expect(say(Self.subscribe) == [.start(operation: 2, GraphQLRequest(query: "{ x }"))])
    }

    @Test mutating func `a client may stop an operation and use its id again`() {
        acknowledge()
        _ = say(Self.subscribe)
        #expect(say(#"{"id":"a","type":"complete"}"#) == [.stop(operation: 1)])
        #expect(say(#"{"id":"a","type":"complete"}"#) == [])
        _ = say(Self.subscribe)
        let late = GraphQLResponse(data: .null)
        #expect(session.handle(.next(operation: 1, late), at: start) == [])
        #expect(session.handle(.next(operation: 2, late), at: start).count == 1)
    }

    @Test mutating func `an id is used once at a time`() {
        acknowledge()
        _ = say(Self.subscribe)
        #expect(say(Self.subscribe) == [.stop(operation: 1), .close(.subscriberExists("a"))])
    }

    @Test mutating func `operations have a number at the same time`() {
        acknowledge()
        func text(_ number: Int) -> String {
            #"{"id":"\#(number)","type":"subscribe","payload":{"query":"{ x }"}}"#
        }
        for number in 1...GraphQLLimits.subscriptionsMax {
            #expect(say(text(number)).count == 1)
        }
        guard case .send(let refusal) = say(text(0)).first else {
            Issue.record("not refused")
            return
        }
        #expect(refusal.contains(#""type":"error""#))
        let effects = session.handle(.closed, at: start)
        #expect(effects.count == GraphQLLimits.subscriptionsMax)
    }

    @Test mutating func `pings are answered at any time`() {
        #expect(say(#"{"type":"ping"}"#) == [.send(#"{"type":"pong"}"#)])
        #expect(
            say(#"{"type":"ping","payload":{"n":1}}"#) == [
                .send(#"{"type":"pong","payload":{"n":1}}"#)
            ])
        #expect(say(#"{"type":"pong","payload":null}"#) == [])
        #expect(session.handle(.pingWanted, at: start) == [])
        acknowledge()
        #expect(session.handle(.pingWanted, at: start) == [.send(#"{"type":"ping"}"#)])
    }

    @Test(arguments: [
        "", "x", "[]", "{}", #"{"type":1}"#, #"{"type":"next","id":"a"}"#,
        #"{"type":"connection_ack"}"#, #"{"type":"start"}"#, #"{"type":"subscribe"}"#,
        #"{"type":"subscribe","id":"a"}"#, #"{"type":"subscribe","id":"","payload":{"query":""}}"#,
        #"{"type":"subscribe","id":1,"payload":{"query":""}}"#,
        #"{"type":"subscribe","id":"a","payload":{}}"#,
        #"{"type":"subscribe","id":"a","payload":{"query":1}}"#,
        #"{"type":"subscribe","id":"a","payload":{"query":"","variables":[]}}"#,
        #"{"type":"subscribe","id":"a","payload":{"query":"","operationName":1}}"#,
        #"{"type":"subscribe","id":"a","payload":{"query":"","extensions":1}}"#,
        #"{"type":"complete"}"#, #"{"type":"ping","payload":1}"#,
        #"{"type":"connection_init","payload":"x"}"#,
    ]) mutating func `what is no message closes`(text: String) {
        #expect(say(text) == [.close(.invalidMessage)])
        #expect(say(#"{"type":"ping"}"#) == [])
    }

    @Test mutating func `binary messages close`() {
        acknowledge()
        #expect(session.handle(.binary, at: start) == [.close(.invalidMessage)])
    }

    @Test mutating func `messages and ids have a size`() {
        acknowledge()
        func text(id: Int) -> String {
            let id = String(repeating: "i", count: id)
            return #"{"id":"\#(id)","type":"subscribe","payload":{"query":"{ x }"}}"#
        }
        #expect(say(text(id: GraphQLLimits.idBytesMax)).count == 1)
        var other = session
        let large = text(id: GraphQLLimits.idBytesMax + 1)
        #expect(other.handle(.text(large), at: start).last == .close(.invalidMessage))
        let message = #"{"type":"pong"}"#
        let filler = GraphQLLimits.messageBytesMax - message.utf8.count
        #expect(say(message + String(repeating: " ", count: filler)) == [])
        let more = message + String(repeating: " ", count: filler + 1)
        #expect(say(more).last == .close(.tooLarge))
    }

    @Test func `codes and reasons are the protocol's`() {
        let id = String(repeating: "i", count: GraphQLLimits.idBytesMax)
        let all: [(TransportClose, UInt16)] = [
            (.invalidMessage, 4400), (.unauthorized, 4401), (.forbidden, 4403),
            (.initialisationTimeout, 4408), (.subscriberExists(id), 4409),
            (.tooManyInitialisations, 4429), (.tooLarge, 1009),
        ]
        for (close, code) in all {
            #expect(close.code == code)
            #expect(close.reason.utf8.count <= 123)
        }
        #expect(TransportSession.subprotocol == "graphql-transport-ws")
    }
}
