import Access
import Digests
import Jobs
import Webhooks
import Wire

/// Makes a webhook of a request, and a patch of another, checking every member of it.
struct WebhookBuilder {
    let owner: Owner
    /// Whether the owner's account administrates.
    let isAdmin: Bool
    let rule: AddressRule

    /// The webhook, still without its number and its time.
    func build(_ request: WebhookRequest) throws(Problem) -> Webhook {
        let url = try url(request.url)
        var webhook = Webhook(
            id: WebhookID(0), name: try name(request.name ?? url.host, "name"), owner: owner,
            url: url.text, token: Self.token(), secret: Self.secret(), createdMicroseconds: 0,
            createdBy: owner.account)
        if !request.events.isEmpty { webhook.events = try events(request.events) }
        if request.isOfAllJobs {
            guard isAdmin else {
                throw Problem(
                    .notAllowed,
                    "`all_jobs` is for administrators; \(owner.account) does not administrate")
            }
            webhook.isOfAllJobs = true
        }
        webhook.jobName = try request.jobName.map { text throws(Problem) in
            try name(text, "job_name")
        }
        return webhook
    }

    /// The patch.
    func build(_ request: WebhookPatchRequest) throws(Problem) -> WebhookPatch {
        var patch = WebhookPatch()
        patch.name = try request.name.map { text throws(Problem) in try name(text, "name") }
        patch.url = try request.url.map { text throws(Problem) in try url(text).text }
        if let words = request.events {
            guard !words.isEmpty else {
                throw Problem(
                    .invalidRequest,
                    "`events` names at least one event; switch a webhook off by `active`: false")
            }
            patch.events = try events(words)
        }
        if let text = request.jobName {
            patch.jobName = text.isEmpty ? "" : try name(text, "job_name")
        }
        patch.isActive = request.isActive
        return patch
    }

    /// Random, and never shown again.
    static func secret() -> WebhookSecret {
        WebhookSecret(randomBytes: RandomBytes.make(WebhookLimits.secretBytes))
    }

    private static func token() -> String {
        RandomBytes.make(WebhookLimits.tokenBytes).map { byte in
            let text = String(byte, radix: 16)
            return text.utf8.count == 1 ? "0" + text : text
        }.joined()
    }

    private func name(_ text: String, _ member: String) throws(Problem) -> String {
        guard !text.isEmpty, text.utf8.count <= WebhookLimits.nameBytesMax,
            text.unicodeScalars.allSatisfy({ $0.value >= 0x20 && $0.value != 0x7F })
        else {
            throw Problem(
                .invalidRequest,
                "`\(member)` has 1 to \(WebhookLimits.nameBytesMax) bytes without control"
                    + " characters")
        }
        return text
    }

    private func url(_ text: String) throws(Problem) -> WebhookURL {
        let url: WebhookURL
        do throws(WebhookURL.Flaw) { url = try WebhookURL(text: text) } catch {
            throw Problem(.invalidRequest, "`url` \(error.message)")
        }
        // What a name stands for is looked at when a message is sent: it may change any time.
        if let address = url.address,
            let objection = rule.objection(to: address, own: OwnAddresses.found ?? [])
        {
            throw Problem(
                .invalidRequest,
                "`url` may not be sent to: \(objection); `webhooks: {allow: [\(address)]}` of"
                    + " orchestrod.yaml allows it")
        }
        return url
    }

    private func events(_ words: [String]) throws(Problem) -> Set<WebhookEvent> {
        var events: Set<WebhookEvent> = []
        for word in words {
            guard let event = WebhookEvent(rawValue: word), WebhookEvent.chosen.contains(event)
            else {
                let words = WebhookEvent.chosen.map(\.rawValue).joined(separator: ", ")
                throw Problem(
                    .invalidRequest, "an event is one of \(words), not `\(word.prefix(40))`")
            }
            events.insert(event)
        }
        return events
    }
}
