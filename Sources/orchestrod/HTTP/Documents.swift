import Access
import HTTPTypes
import Wire

extension APIService.Endpoint {
    /// What `/openapi.json` tells of it: the one list of it. A place without an entry does not
    /// compile.
    var document: EndpointDocument {
        switch (method, route) {
        case (.post, .jobs): .submitJob
        case (_, .jobs): .listJobs
        case (_, .jobsBatch): .submitJobs
        case (.delete, .job): .cancelJob
        case (_, .job): .showJob
        case (_, .retry): .retryJob
        case (_, .events): .followJob
        case (_, .jobSocket): .watchJob
        case (_, .eventSocket): .watchAll
        case (_, .why): .explainJob
        case (_, .tasks): .listTasks
        case (_, .task): .showTask
        case (_, .recording): .readRecording
        case (_, .artifacts): .readArtifacts
        case (_, .health): .health
        case (_, .root): .card
        case (_, .openAPI): .openAPI
        case (_, .docs): .docs
        case (_, .redoc): .redoc
        case (_, .webFile): .webFile
        case (_, .metrics): .metrics
        case (_, .status): .status
        case (_, .workers): .workers
        case (_, .drain): .drain
        case (_, .resume): .resume
        case (_, .strategy): .chooseStrategy
        case (.post, .keys): .makeKey
        case (_, .keys): .listKeys
        case (.delete, .key): .revokeKey
        case (_, .key): .showKey
        case (_, .keyRotation): .rotateKey
        case (.post, .webhooks): .makeWebhook
        case (_, .webhooks): .listWebhooks
        case (.delete, .webhook): .removeWebhook
        case (.patch, .webhook): .changeWebhook
        case (_, .webhook): .showWebhook
        case (_, .webhookRotation): .rotateWebhook
        case (_, .webhookPing): .pingWebhook
        case (_, .deliveries): .listDeliveries
        case (_, .deliveryRetry): .retryDelivery
        case (_, .usage): .usage
        case (_, .audit): .audit
        case (.post, .graphQL): .askGraphQL
        case (_, .graphQL): .readGraphQL
        }
    }
}
