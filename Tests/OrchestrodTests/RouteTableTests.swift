import HTTPTypes
import Testing
import Wire

@testable import orchestrod

@Suite struct RouteTableTests {
    private let table = RouteTable(APIService.endpoints)

    /// A path of a place, each variable part with another text.
    private func path(_ route: APIRoute) -> String {
        guard route.template != "/" else { return "/" }
        return route.template.split(separator: "/").enumerated().map { index, part in
            "/" + (part.hasPrefix("{") ? "v\(index)" : String(part))
        }.joined()
    }

    @Test func `every place is found, with each of its methods and no other`() throws {
        for endpoint in APIService.endpoints {
            let match = try #require(table.find(path(endpoint.route)), "\(endpoint.route)")
            for method in endpoint.methods {
                let found = try #require(match.place.endpoint(method))
                #expect(found.route == endpoint.route)
                #expect(found.method == endpoint.method)
            }
            #expect(match.place.endpoint(HTTPRequest.Method("BREW")!) == nil)
            #expect(match.place.methods.count == Set(match.place.methods).count)
        }
    }

    @Test func `what stands for variable parts is given, decoded`() throws {
        let task = try #require(table.find("/api/v1/jobs/7/tasks/x%20%C3%A9%2F"))
        #expect(task.parameters == [.job: "7", .task: "x é/"])
        let broken = try #require(table.find("/api/v1/jobs/%zz%4"))
        #expect(broken.parameters == [.job: "%zz%4"])
        #expect(try #require(table.find("/api/v1/jobs/%ff")).parameters == [.job: "%ff"])
        #expect(try #require(table.find("/api/v1/jobs/%+1a")).parameters == [.job: "%+1a"])
    }

    @Test func `a place without variable parts comes before one with them`() throws {
        #expect(try #require(table.find("/api/v1/jobs/batch")).place.endpoint(.post) != nil)
        #expect(try #require(table.find("/api/v1/jobs/batch")).parameters.isEmpty)
        #expect(try #require(table.find("/api/v1/jobs/batches")).parameters == [.job: "batches"])
    }

    @Test(arguments: [
        "", "jobs", "//", "/api/v1/jobs/", "/api//v1/jobs", "/api/v1/jobs//tasks",
        "/api/v1/jobs/1/tasks/", "/API/v1/jobs", "/api/v1/jobs/1/tasks/1/recording/x", "/docs//",
        "/api/v1", "/api/v1/job", "/%61pi/v1/jobs",
    ]) func `what is written otherwise is no place`(path: String) {
        #expect(table.find(path) == nil)
    }
}
