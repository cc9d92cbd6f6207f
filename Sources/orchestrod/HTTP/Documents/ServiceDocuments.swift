import Wire

/// The service as a whole.
extension EndpointDocument {
    static let health = EndpointDocument(
        name: "health", tag: .service, summary: "Say whether the service lives",
        answers: [.ok("It does", .json(StatusShape.healthSchema))])

    static let card = EndpointDocument(
        name: "card", tag: .service, summary: "Say who answers here",
        answers: [.ok("The service", .json(ServiceCard.schema))])

    static let docs = EndpointDocument(
        name: "docs", tag: .service, summary: "Show this document in Swagger UI",
        answers: [.ok("A page for browsers", .media(.html, .text))], problems: [.notFound])

    static let redoc = EndpointDocument(
        name: "redoc", tag: .service, summary: "Show this document in ReDoc",
        answers: [.ok("A page for browsers", .media(.html, .text))], problems: [.notFound])

    static let webFile = EndpointDocument(
        name: "webFile", tag: .service, summary: "Read a file of the pages for browsers",
        answers: [.ok("The file", .media(.script, .text), .media(.style, .text))])

    static let openAPI = EndpointDocument(
        name: "openAPI", tag: .service, summary: "Describe the API: this document",
        answers: [.ok("An OpenAPI 3.1 document", .json(.anyObject))])

    static let metrics = EndpointDocument(
        name: "metrics", tag: .service, summary: "Tell what the service does, for Prometheus",
        answers: [.ok("The OpenMetrics format 1.0", .media(.metrics, .text))])

    static let status = EndpointDocument(
        name: "status", tag: .service, summary: "Show the daemon's state",
        answers: [.ok("The state", .json(StatusShape.schema))])

    static let workers = EndpointDocument(
        name: "listWorkers", tag: .service, summary: "List the workers' slots",
        text: "What runs for others is shown to administrators alone.",
        answers: [.ok("The slots", .json(WorkerList.schema))])

    static let drain = EndpointDocument(
        name: "drain", tag: .service, summary: "Start nothing new",
        answers: [.ok("The state then", .json(StatusShape.schema))], problems: [.storageFull])

    static let resume = EndpointDocument(
        name: "resume", tag: .service, summary: "Start what waits again",
        answers: [.ok("The state then", .json(StatusShape.schema))], problems: [.storageFull])

    static let chooseStrategy = EndpointDocument(
        name: "chooseStrategy", tag: .service, summary: "Choose how the next task is found",
        body: [.json(StrategyRequest.schema)],
        answers: [.ok("The state then", .json(StatusShape.schema))], problems: [.storageFull])
}
