import Wire

/// Keys, their use, and the audit log.
extension EndpointDocument {
    static let makeKey = EndpointDocument(
        name: "makeKey", tag: .keys, summary: "Make a key",
        text: "The answer has the key itself in `secret`, this once.",
        body: [.json(KeyRequest.schema, example: KeyRequest(name: "ci").json)],
        answers: [.created("The key", .json(KeyShape.schema))],
        problems: [.conflict, .limitReached, .storageFull])

    static let listKeys = EndpointDocument(
        name: "listKeys", tag: .keys, summary: "List keys, the oldest first",
        parameters: [.query(.owner), .query(.limit), .query(.cursor)],
        answers: [.ok("A page of keys", .json(KeyPage.schema))])

    static let showKey = EndpointDocument(
        name: "showKey", tag: .keys, summary: "Show a key",
        answers: [.ok("The key", .json(KeyShape.schema))])

    static let revokeKey = EndpointDocument(
        name: "revokeKey", tag: .keys, summary: "Revoke a key for good",
        answers: [.ok("The key, revoked", .json(KeyShape.schema))],
        problems: [.conflict, .storageFull])

    static let rotateKey = EndpointDocument(
        name: "rotateKey", tag: .keys, summary: "Replace the secret of a key",
        text: "The answer has the new one in `secret`, this once; the old one ends at once.",
        answers: [.ok("The key", .json(KeyShape.schema))], problems: [.conflict, .storageFull])

    static let usage = EndpointDocument(
        name: "listUsage", tag: .keys, summary: "Count requests by key and day",
        parameters: [
            .query(.key), .query(.since), .query(.limit),
            .query(
                .cursor,
                JSONSchema.text("^[0-9]{1,9}\\.[1-9][0-9]{0,17}$")
                    .told("Where the page begins: `next` of the page before.")),
        ], answers: [.ok("A page of days, the latest first", .json(UsagePage.schema))])

    static let audit = EndpointDocument(
        name: "listAudit", tag: .keys, summary: "Read the audit log, the latest first",
        parameters: [.query(.action), .query(.key), .query(.limit), .query(.cursor)],
        answers: [.ok("A page of entries", .json(AuditPage.schema))])
}
