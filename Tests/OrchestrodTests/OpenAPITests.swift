import Access
import Foundation
import HTTPTypes
import Scenarios
import Testing
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

    private func object(_ value: JSONValue, _ key: String) throws -> JSONObject {
        guard case .object(let object) = value, case .object(let member)? = object[key] else {
            throw HTTPClient.Failure(what: "the document has no object `\(key)`")
        }
        return member
    }
}
