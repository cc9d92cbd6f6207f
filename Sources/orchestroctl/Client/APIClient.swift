import Jobs
import Scenarios
import Wire

/// What the daemon can be asked, with the shapes of its answers.
struct APIClient {
    let http: HTTPClient

    init(_ connection: Connection) throws(ClientFailure) {
        http = try HTTPClient(connection, interrupts: Interrupts())
    }

    /// Asks and reads the answer.
    func ask<Shape: WireShape>(
        _ request: HTTPRequest, as type: Shape.Type = Shape.self
    ) throws(ClientFailure) -> Shape {
        let bytes = try http.bytes(request)
        do throws(ShapeError) {
            return try Shape(text: String(decoding: bytes, as: UTF8.self))
        } catch {
            throw .garbled(error.message)
        }
    }

    /// Reads a place.
    func get<Shape: WireShape>(
        _ path: String, _ query: [(APIQuery, String)] = []
    ) throws(ClientFailure) -> Shape {
        try ask(HTTPRequest(path, query))
    }

    /// Does something at a place.
    func send<Shape: WireShape>(
        _ method: String, _ path: String, query: [(APIQuery, String)] = [],
        body: JSONValue? = nil, headers: [(APIHeader, String)] = []
    ) throws(ClientFailure) -> Shape {
        var request = HTTPRequest(path, query)
        request.method = method
        request.body = body.map { .json($0) }
        request.headers = headers
        return try ask(request)
    }
}

extension APIClient {
    func submit(
        _ submission: HTTPRequest.Body, idempotencyKey: String
    ) throws(ClientFailure) -> JobShape {
        var request = HTTPRequest(APIRoute.jobs.path)
        request.method = "POST"
        request.body = submission
        request.headers = [(.idempotencyKey, idempotencyKey)]
        return try ask(request)
    }

    func job(_ id: JobID) throws(ClientFailure) -> JobShape { try get(APIRoute.job.path(id)) }

    func task(_ key: TaskKey) throws(ClientFailure) -> TaskShape {
        try get(APIRoute.task.path(key))
    }

    /// All tasks of a job, page by page.
    func tasks(_ id: JobID, withRecords: Bool) throws(ClientFailure) -> [TaskShape] {
        var tasks: [TaskShape] = []
        var cursor: String?
        repeat {
            var query: [(APIQuery, String)] = [(.limit, String(APILimits.pageItemsMax))]
            if withRecords { query = [(.limit, "100"), (.records, "1")] }
            if let cursor { query.append((.cursor, cursor)) }
            let page: TaskPage = try get(APIRoute.tasks.path(id), query)
            tasks += page.tasks
            cursor = page.next
        } while cursor != nil
        return tasks
    }

    func status() throws(ClientFailure) -> StatusShape { try get(APIRoute.status.path) }

    /// Stops a job or one task of it; the answer comes when everything is gone.
    func cancel(_ reference: JobReference) throws(ClientFailure) -> CancelAnswer {
        let query = reference.task.map { [(APIQuery.task, String($0.index + 1))] } ?? []
        return try send("DELETE", APIRoute.job.path(reference.job), query: query)
    }

    func why(_ reference: JobReference) throws(ClientFailure) -> WhyShape {
        let query = reference.task.map { [(APIQuery.task, String($0.index + 1))] } ?? []
        return try get(APIRoute.why.path(reference.job), query)
    }
}
