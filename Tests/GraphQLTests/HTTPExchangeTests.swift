import Scenarios
import Testing

@testable import GraphQL

/// Requests and answers as HTTP carries them.
@Suite struct HTTPExchangeTests {
    private func exchange(
        _ method: String = "POST", accept: String? = nil,
        contentType: String? = "application/json", query: String? = nil, body: String = ""
    ) -> HTTPExchange {
        HTTPExchange(
            method: method, accept: accept, contentType: contentType, query: query,
            body: Array(body.utf8))
    }

    private func status(_ reading: HTTPExchange.Reading) -> Int? {
        if case .refusal(let answer) = reading { answer.status } else { nil }
    }

    @Test func `a body is read`() {
        let body = #"{"query":"{ x }","operationName":"A","variables":{"a":1},"extensions":{}}"#
        let request = GraphQLRequest(query: "{ x }", operationName: "A", variables: ["a": 1])
        #expect(exchange(body: body).read() == .operation(request, .json))
        let other = exchange(contentType: "Application/JSON ; charset=UTF-8", body: body)
        #expect(other.read() == .operation(request, .json))
    }

    @Test func `an address is read`() {
        let query = "query=%7B+x%20%7D&operationName=A&variables=%7B%22a%22%3A%22%C3%A9%22%7D&z"
        let request = GraphQLRequest(query: "{ x }", operationName: "A", variables: ["a": "é"])
        #expect(exchange("GET", query: query).read() == .operation(request, .json))
        let bare = exchange("GET", query: "query={x}&operationName=&variables=")
        #expect(bare.read() == .operation(GraphQLRequest(query: "{x}"), .json))
    }

    @Test(arguments: [
        "", "x", "[]", "1", #"{"qeury":"{x}"}"#, #"{"query":1}"#, #"{"query":"","variables":1}"#,
        #"{"query":"","variables":"{}"}"#, #"{"query":"","operationName":[]}"#,
        #"{"query":"","extensions":"x"}"#, #"[{"query":"{x}"}]"#,
    ]) func `bodies that are no request are refused`(body: String) {
        #expect(status(exchange(body: body).read()) == 400)
    }

    @Test func `a body that is no UTF-8 is refused`() {
        let exchange = HTTPExchange(
            method: "POST", accept: nil, contentType: "application/json", query: nil,
            body: [0x7B, 0xFF, 0x7D])
        #expect(status(exchange.read()) == 400)
    }

    @Test(arguments: [
        "query=%7", "query=%zz", "query=%FF", "query={x}&variables=1", "variables={}", "",
    ])
    func `addresses that are no request are refused`(query: String) {
        #expect(status(exchange("GET", query: query).read()) == 400)
    }

    @Test(
        arguments: [
            nil, "", "text/plain", "application/x-www-form-urlencoded", "multipart/form-data",
            "application/graphql", "application/json; charset=latin1",
        ] as [String?]) func `other contents are refused`(contentType: String?)
    {
        #expect(status(exchange(contentType: contentType, body: "{}").read()) == 415)
    }

    @Test(arguments: ["PUT", "DELETE", "HEAD", "get"]) func `other methods are refused`(
        method: String
    ) {
        guard case .refusal(let answer) = exchange(method).read() else {
            Issue.record("not refused")
            return
        }
        #expect(answer.status == 405)
        #expect(answer.headers.contains(HTTPAnswer.Header("Allow", "GET, POST")))
    }

    static let media: [(String?, HTTPExchange.Media?)] = [
        (nil, .json), ("", .json), ("*/*", .json), ("application/*", .json),
        ("application/json", .json), ("application/graphql-response+json", .response),
        (
            "application/graphql-response+json; charset=utf-8, application/json; charset=utf-8",
            .response
        ),
        ("application/json;q=0.9, application/graphql-response+json;q=0.5", .json),
        ("application/graphql-response+json;q=0, */*", .json),
        ("application/json;q=0, application/*", .response),
        ("text/plain, */*;q=0.1", .json), ("text/plain", nil), ("application/xml", nil),
        ("text/html", nil), ("application/json;q=0", nil), ("x", nil), ("*/*;q=7", nil),
    ]

    @Test(arguments: media) func `the form of the answer is agreed`(
        accept: String?, media: HTTPExchange.Media?
    ) {
        let reading = exchange(accept: accept, body: #"{"query":"{x}"}"#).read()
        if let media {
            #expect(reading == .operation(GraphQLRequest(query: "{x}"), media))
        } else {
            #expect(status(reading) == 406)
        }
    }

    @Test func `browsers see a page`() {
        let accept = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"
        #expect(exchange("GET", accept: accept).read() == .page)
        #expect(exchange("GET", accept: "text/html").read() == .page)
        let asked = exchange("GET", accept: accept, query: "query={x}").read()
        #expect(asked == .operation(GraphQLRequest(query: "{x}"), .json))
    }

    @Test func `mutations need POST and subscriptions a WebSocket`() {
        #expect(exchange("GET").refusal(of: .query, .json) == nil)
        #expect(exchange("POST").refusal(of: .mutation, .json) == nil)
        let mutation = exchange("GET").refusal(of: .mutation, .response)
        #expect(mutation?.status == 405)
        #expect(mutation?.headers.contains(HTTPAnswer.Header("Allow", "POST")) == true)
        #expect(exchange("POST").refusal(of: .subscription, .json)?.status == 400)
    }

    @Test func `answers have the status of their form`() {
        let refused = GraphQLResponse(GraphQLErrors([GraphQLError("no")]))
        let partial = GraphQLResponse(data: .null, errors: [GraphQLError("no")])
        #expect(HTTPAnswer(refused, .json).status == 200)
        #expect(HTTPAnswer(refused, .response).status == 400)
        #expect(HTTPAnswer(partial, .json).status == 200)
        #expect(HTTPAnswer(partial, .response).status == 200)
        #expect(
            HTTPAnswer(partial, .response).headers == [
                HTTPAnswer.Header(
                    "Content-Type", "application/graphql-response+json; charset=utf-8")
            ])
        #expect(HTTPAnswer(refused, .json).body == #"{"errors":[{"message":"no"}]}"#)
    }

    @Test func `requests have a size`() {
        let body = #"{"query":"{x}"}"#
        let filler = GraphQLLimits.requestBytesMax - body.utf8.count
        let fits = exchange(body: body + String(repeating: " ", count: filler))
        #expect(fits.read() == .operation(GraphQLRequest(query: "{x}"), .json))
        let larger = exchange(body: body + String(repeating: " ", count: filler + 1))
        #expect(status(larger.read()) == 413)
    }
}
