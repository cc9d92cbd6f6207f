import Foundation
import Testing

/// A webhook as its owner has it.
struct HeldWebhook {
    var number: Int
    var secret: String

    var path: String { "/api/v1/webhooks/\(number)" }
}

extension RunningDaemon {
    /// One that may send to the loopback interface, with short pauses, and tells of every try.
    static func withWebhooks(
        in directory: String? = nil, allow: String = "127.0.0.0/8", _ more: String = "",
        variables: [String: String] = [:]
    ) throws -> RunningDaemon {
        let settings = "{allow: [\(allow)], first_pause: 0.05\(more)}"
        return try RunningDaemon(
            in: directory, configuration: "workers: 2\nwebhooks: \(settings)\n", ["--verbose"],
            variables: variables)
    }

    func makeWebhook(_ url: String, _ more: [String: Any] = [:]) throws -> HeldWebhook {
        let answer = try http.post("/api/v1/webhooks", ["url": url].merging(more) { $1 })
        try #require(answer.status == 201, "\(answer.text)")
        return HeldWebhook(
            number: try #require(Int(answer.object["webhook_id"] as? String ?? "")),
            secret: try #require(answer.object["secret"] as? String))
    }

    /// Sends a message for trial; gives its number.
    @discardableResult func ping(_ webhook: HeldWebhook) throws -> Int {
        let answer = try http.post(webhook.path + "/ping")
        try #require(answer.status == 200, "\(answer.text)")
        return try #require(Int(answer.object["delivery_id"] as? String ?? ""))
    }

    /// Waits until a message has become that.
    func waitUntil(message: Int, of webhook: HeldWebhook, is state: String) {
        waitUntilItSays(
            "message \(message) (webhook.ping) to webhook \(webhook.number) is \(state)")
    }

    /// Deliveries of a webhook, the latest first.
    func deliveries(of webhook: HeldWebhook, _ query: String = "") throws -> [[String: Any]] {
        let answer = try http.get(webhook.path + "/deliveries" + query)
        return try #require(answer.object["deliveries"] as? [[String: Any]], "\(answer.text)")
    }

    func patch(_ webhook: HeldWebhook, _ body: [String: Any]) throws -> HTTPClient.Answer {
        let bytes = try JSONSerialization.data(withJSONObject: body)
        return try http.request("PATCH", webhook.path, [:], Array(bytes))
    }
}

extension Receiver.Message {
    /// Whether the example of docs/webhooks.md finds the message signed with that secret.
    func isVerified(by secret: String) throws -> Bool {
        let page = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
            .appendingPathComponent("../../../docs/webhooks.md")
        let text = try String(contentsOf: page, encoding: .utf8)
        let blocks = text.components(separatedBy: "```").filter { $0.contains("def is_genuine(") }
        let example = try #require(blocks.first).dropFirst("python\n".count)
        let driver = """
            import json, sys
            receiver = {"__name__": "receiver"}
            exec(sys.argv[1], receiver)
            told = json.loads(sys.argv[2])
            print(receiver["is_genuine"](sys.argv[3], told, sys.stdin.buffer.read()))
            """
        let headers = String(
            decoding: try JSONSerialization.data(withJSONObject: headers), as: UTF8.self)
        let outside = try Outside(
            ["python3", "-c", driver, String(example), headers, secret], input: body)
        try #require(outside.status == 0, "\(outside.output)")
        return outside.output == "True\n"
    }
}
