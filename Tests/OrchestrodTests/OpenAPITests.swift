import Access
import Foundation
import HTTPTypes
import Scenarios
import TestSupport
import Testing
import Webhooks
import Wire

@testable import orchestrod

/// The API's description and the route table are the same.
@Suite struct OpenAPITests {
    private static let document = OpenAPI(endpoints: APIService.endpoints).json

    @Test func `the document has every endpoint of the route table and nothing else`() throws {
        let paths = try object(Self.document, "paths")
        var told: Set<String> = []
        for (path, item) in paths.members {
            guard case .object(let operations) = item else { continue }
            for (method, _) in operations.members { told.insert(method.uppercased() + " " + path) }
        }
        let served = APIService.endpoints.map { "\($0.method.rawValue) \($0.route.template)" }
        #expect(told == Set(served))
        #expect(Set(APIService.endpoints.map(\.route)) == Set(APIRoute.allCases))
    }

    @Test func `each operation has a name of its own`() {
        let names = APIService.endpoints.map(\.document.name)
        #expect(Set(names).count == names.count, "\(names)")
    }

    @Test func `what has a tag tells of both conditions`() {
        for endpoint in APIService.endpoints where endpoint.isTagged {
            let names = endpoint.conditions.map(\.name)
            #expect(names == ["If-Match", "If-None-Match"], "\(endpoint.route)")
            #expect(endpoint.problems.contains(.preconditionFailed))
        }
    }

    @Test func `everything that is referred to is there`() throws {
        let text = Self.document.text()
        let components = try object(Self.document, "components")
        for match in text.matches(of: /"\$ref":"#\/components\/([a-z]+)\/([^"]+)"/) {
            guard case .object(let kind)? = components[String(match.1)] else {
                Issue.record("nothing of the kind \(match.1)")
                continue
            }
            #expect(kind[String(match.2)] != nil, "\(match.2)")
        }
    }

    @Test func `words and bounds of keys are those of the rules of access`() {
        #expect(KeyWords.scopes == Scope.allCases.map(\.rawValue))
        #expect(KeyWords.auditActions == AuditAction.allCases.map(\.rawValue))
        #expect(KeyWords.nameBytesMax == AccessLimits.nameBytesMax)
        #expect(KeyWords.numberMax == AccessLimits.requestsPerMinuteMax)
        #expect(KeyWords.listMax == AccessLimits.networksMax)
    }

    @Test func `words and bounds of webhooks are those of their rules`() {
        #expect(WebhookWords.events == WebhookEvent.chosen.map(\.rawValue))
        #expect(WebhookWords.ping == WebhookEvent.ping.rawValue)
        #expect(WebhookWords.states == DeliveryState.allCases.map(\.rawValue))
        #expect(WebhookWords.nameBytesMax == WebhookLimits.nameBytesMax)
        #expect(WebhookWords.urlBytesMax == WebhookLimits.urlBytesMax)
    }

    @Test(.enabled(if: OpenAPITools.python != nil, PythonClient.absence))
    func `the document is one of OpenAPI 3.1`() throws {
        let folder = try RunningDaemon.scratch()
        let file = folder + "/openapi.json"
        try Data(Self.document.text().utf8).write(to: URL(filePath: file))
        let python = try #require(OpenAPITools.python)
        let result = try Outside([python, "-m", "openapi_spec_validator", "--schema", "3.1", file])
        #expect(result.status == 0, "\(result.output)")
        #expect(result.output.contains("OK"), "\(result.output)")
    }

    @Test func `answers fit their schemas`() throws {
        let daemon = try RunningDaemon(configuration: "workers: 2\n")
        let done = try daemon.submit("command: echo a", "command: 'false'\nexit_code: 0")
        try daemon.waitForEnd(of: done)
        _ = try daemon.makeKey(["read"])
        try daemon.ping(try daemon.makeWebhook("https://ci.invalid/"))
        #expect(try daemon.http.post("/api/v1/drain").status == 200)
        let waiting = try daemon.submit("command: echo b")
        var pairs: [SchemaCheck.Pair] = []
        for endpoint in APIService.endpoints where endpoint.method == .get {
            let contents = endpoint.document.answers[0].contents
            guard contents.map(\.media) == [APIMedia.json.rawValue] else { continue }
            for job in [done, waiting] {
                let path = endpoint.route.template.replacing("{job_id}", with: job)
                    .replacing("{task}", with: "1").replacing("{key_id}", with: "1")
                    .replacing("{webhook_id}", with: "1")
                guard !path.contains("{") else { continue }
                let answer = try daemon.http.get(path)
                #expect(answer.status == 200, "\(path): \(answer.text)")
                pairs.append(
                    SchemaCheck.Pair(
                        path, value: answer.text.filter { $0 != "\n" },
                        schema: contents[0].schema.whole.text()))
            }
        }
        #expect(pairs.count > 20)
        #expect(try SchemaCheck.faults(pairs) == [])
    }

    private func object(_ value: JSONValue, _ key: String) throws -> JSONObject {
        guard case .object(let object) = value, case .object(let member)? = object[key] else {
            throw HTTPClient.Failure(what: "the document has no object `\(key)`")
        }
        return member
    }
}
