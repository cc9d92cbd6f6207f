import Access
import Foundation
import Jobs
import Testing
import Webhooks

@testable import Store

/// A database of each schema version that was ever released. They are never written again;
/// `ORCHESTRO_RECORD=1` makes the one of a version that has none yet.
@Suite struct GoldenTests {
    private static let versions = Array(1...Schema.migrations.count)

    private static let isRecording =
        ProcessInfo.processInfo.environment["ORCHESTRO_RECORD"] == "1"

    private static func golden(_ version: Int, _ ending: String) -> URL {
        URL(fileURLWithPath: #filePath).deletingLastPathComponent()
            .appendingPathComponent("Golden/version-\(version).\(ending)")
    }

    @Test(arguments: versions)
    func `a database of every version opens and gives everything back`(version: Int) throws {
        try recordIfMissing(version)
        let place = try TemporaryStore()
        try FileManager.default.copyItem(
            at: Self.golden(version, "sqlite"), to: URL(fileURLWithPath: place.path))
        let store = try place.open()
        var model = StoreModel()
        model.apply(SampleHistory.changes + (version < 3 ? [] : SampleWebhooks.changes))
        try model.expectSame(in: store)
        let keys = try store.keys(of: nil, after: nil, limit: 10)
        let expected = SampleAccess.keys.map { key in
            var key = key
            if version < 3 { key.runningMax = nil }
            return key
        }
        #expect(keys == (version < 2 ? [] : expected))
        let told = try store.audit(AuditFilter(), before: nil, limit: 10)
        #expect(told.map(\.entry.count) == (version < 2 ? [] : [40, 1]))
        let webhooks = try store.webhooks(of: nil, after: nil, limit: 10)
        #expect(webhooks == (version < 3 ? [] : SampleWebhooks.webhooks))
        let deliveries = try store.deliveries(
            to: WebhookID(1), in: nil, before: nil, limit: 10)
        #expect(deliveries == (version < 3 ? [] : SampleWebhooks.deliveries))
        #expect(store.check() == [])
        let fresh = try TemporaryStore()
        #expect(try form(of: store) == form(of: fresh.open()))
    }

    @Test func `the form of the latest version is the one that was released`() throws {
        let place = try TemporaryStore()
        let text = try form(of: place.open())
        let file = Self.golden(Schema.migrations.count, "sql")
        if Self.isRecording, !FileManager.default.fileExists(atPath: file.path) {
            try Data(text.utf8).write(to: file)
        }
        #expect(try String(contentsOf: file, encoding: .utf8) == text)
    }

    private func form(of store: Store) throws -> String {
        try store.read { db in
            try db.rows(
                "SELECT sql FROM sqlite_schema WHERE sql IS NOT NULL ORDER BY name", table: ""
            ) { try $0.text() }
        }.joined(separator: ";\n") + "\n"
    }

    /// The database of a version that is not released yet.
    private func recordIfMissing(_ version: Int) throws {
        let file = Self.golden(version, "sqlite")
        guard Self.isRecording, version == Self.versions.last,
            !FileManager.default.fileExists(atPath: file.path)
        else { return }
        let place = try TemporaryStore()
        let store = try place.open()
        try store.commit(
            SampleHistory.changes + SampleAccess.changes + SampleWebhooks.changes)
        try store.close()
        try FileManager.default.copyItem(at: URL(fileURLWithPath: place.path), to: file)
    }
}
