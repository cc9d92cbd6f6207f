import Foundation
import Testing

/// A key as its holder has it.
struct HeldKey {
    var number: Int
    var secret: String

    var header: [String: String] { ["Authorization": "Bearer \(secret)"] }
}

extension RunningDaemon {
    /// The account that tests, and so the daemon, run as.
    static let account = NSUserName()

    /// Makes a key; without an owner it is one of the daemon's own account.
    func makeKey(_ scopes: [String], _ more: [String: Any] = [:]) throws -> HeldKey {
        let body = ["name": "test", "scopes": scopes].merging(more) { $1 }
        let answer = try http.post("/api/v1/keys", body)
        try #require(answer.status == 201, "\(answer.text)")
        return HeldKey(
            number: try #require(Int(answer.object["key_id"] as? String ?? "")),
            secret: try #require(answer.object["secret"] as? String))
    }

    /// A key of another account, whose jobs run as the daemon's, since nobody else can here.
    func makeTenant(_ owner: String, _ scopes: [String] = ["read", "submit", "cancel"]) throws
        -> HeldKey
    {
        try makeKey(scopes, ["owner": owner, "account": Self.account])
    }

    /// Submits as the holder of a key.
    func submit(_ scenario: String, with key: HeldKey) throws -> String {
        let answer = try http.post("/api/v1/jobs", body([scenario]), key.header)
        try #require(answer.status == 201, "\(answer.text)")
        return try #require(answer.object["job_id"] as? String)
    }

    /// The audit log, each entry as action and count, oldest first.
    func audit(_ query: String = "") throws -> [(action: String, count: Int)] {
        let answer = try http.get("/api/v1/audit?limit=1000\(query)")
        let entries = try #require(answer.object["entries"] as? [[String: Any]])
        return entries.reversed().map {
            ($0["action"] as? String ?? "", $0["count"] as? Int ?? 0)
        }
    }
}
