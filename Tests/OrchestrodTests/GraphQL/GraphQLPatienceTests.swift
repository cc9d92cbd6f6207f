import Access
import Foundation
import GraphQL
import Jobs
import Scenarios
import Settings
import Store
import Testing
import Wire

@testable import orchestrod

/// How long an operation may begin fields, on a service without a loop and without sockets.
@Suite final class GraphQLPatienceTests {
    private let directory: String
    private let service: APIService
    private let context: APIContext

    init() throws {
        directory = try RunningDaemon.scratch()
        let store = try Store(path: directory + "/store.db", access: .sole)
        let (inbox, feed) = (try Inbox(), EventFeed())
        service = APIService(
            store: store, files: AttemptFiles(root: directory), uploads: Uploads(root: directory),
            inbox: inbox, feed: feed, accounts: Accounts(adminGroup: "orchestro-admin"),
            access: AccessControl(keys: [], inbox: inbox), activity: Activity(),
            clock: DaemonClock(notBefore: 0), limits: SharedSettings(DaemonSettings()),
            metrics: Metrics(), web: WebFiles(besides: nil),
            ring: EventRing(store: store, feed: feed), shownJobs: ShownJobs())
        context = APIContext(
            source: APISource(
                peer: Peer(userID: 1, account: "daemon", isKnown: true, isAdmin: true)))
    }

    deinit {
        // What stays behind in the temporary directory does no harm.
        try? FileManager.default.removeItem(atPath: directory)
    }

    private func answer(_ query: String, deadline: Instant?) async throws -> GraphQLResponse {
        let caller = GraphQLCaller(
            service: service, context: context, knownAt: service.clock.now.wallMicroseconds,
            deadline: deadline)
        let operation = try APIService.graphQL.prepare(GraphQLRequest(query: query))
        return await APIService.graphQL.execute(operation, caller)
    }

    @Test func `thirty seconds are the usual patience`() {
        #expect(GraphQLCaller.patience == .seconds(30))
    }

    @Test func `fields are begun until the time is over, and none after it`() async throws {
        let query = #"{ a: job(jobId: "1") { jobId } b: job(jobId: "2") { jobId } }"#
        let future = service.clock.now + GraphQLCaller.patience
        for deadline in [future, nil] {
            let answer = try await answer(query, deadline: deadline)
            #expect(answer.json.text() == #"{"data":{"a":null,"b":null}}"#)
        }
        let past = Instant(nanoseconds: service.clock.now.nanoseconds - 1)
        let late = try await answer(query, deadline: past).json.text()
        #expect(late.contains(#""message":"the operation took longer than 30 s; ask for less"#))
        #expect(late.components(separatedBy: #""code":"UNAVAILABLE","status":503"#).count == 3)
        #expect(context.tally.status == 503)
    }
}
