import Wire

/// What happens, as it happens.
extension EndpointDocument {
    static let followJob = EndpointDocument(
        name: "followJob", tag: .jobs, summary: "Follow what happens to a job",
        text: "Server-sent events until the job is over. `Last-Event-ID` goes on behind an event.",
        parameters: [.header(.lastEventID)],
        answers: [.ok("The events", .media(.events, ServerSentEvent.schema))])

    static let watchJob = EndpointDocument(
        name: "watchJob", tag: .jobs, summary: "Follow a job and its terminals by WebSocket",
        text: "Text messages are an `Event` each. Binary messages are what terminals show: task"
            + " and attempt as 32-bit numbers, the offset of the first byte as a 64-bit number,"
            + " the highest byte first, then the bytes. The end of the job is the close 1000.",
        parameters: [
            .query(.after), .query(.offset), .query(.terminals),
        ],
        answers: [.upgraded], problems: [.upgradeRequired])

    static let watchAll = EndpointDocument(
        name: "watchAll", tag: .service, summary: "Follow all jobs by WebSocket",
        text: "Text messages, an `Event` each: of the caller's jobs, of everything for"
            + " administrators; from now on where `after` does not say otherwise.",
        parameters: [.query(.after)], answers: [.upgraded], problems: [.upgradeRequired])
}

extension EndpointDocument.Answer {
    fileprivate static let upgraded = EndpointDocument.Answer(
        status: 101, sentence: "A WebSocket", contents: [])
}
