import Foundation
import GRDB
import Jobs
import Testing

@testable import Store

/// A directory with a store, removed with this.
final class TemporaryStore {
    let directory: String
    var path: String { directory + "/orchestro.sqlite" }

    init() throws {
        directory =
            FileManager.default.temporaryDirectory
            .appendingPathComponent("store-test-\(UUID().uuidString)").path
        try FileManager.default.createDirectory(
            atPath: directory, withIntermediateDirectories: true)
    }

    deinit {
        // A directory that cannot be removed is left to the system's tidying.
        try? FileManager.default.removeItem(atPath: directory)
    }

    func open(_ access: Store.Access = .sole) throws(StoreError) -> Store {
        try Store(path: path, access: access)
    }

    /// Changes the file as no store would.
    func tamper(_ sql: String) throws {
        var configuration = Configuration()
        configuration.foreignKeysEnabled = false
        let queue = try DatabaseQueue(path: path, configuration: configuration)
        try queue.writeWithoutTransaction { try $0.execute(sql: sql) }
        try queue.close()
    }
}

/// Events with numbers and times that go up.
struct Numbering {
    private var number: Int64 = 0

    mutating func callAsFunction(_ event: JobEvent, at microseconds: Int64? = nil) -> StoreChange {
        number += 1
        return .event(
            NumberedEvent(
                number: number, microseconds: microseconds ?? number * 1000, event: event))
    }
}

extension Submission {
    /// Of anna, with so many tasks of one file.
    static func plain(tasks: Int = 1, text: String = "command: cat\n") -> Submission {
        Submission(
            owner: Owner(account: "anna", userID: 1000), account: "anna",
            callerDirectory: "/home/anna",
            files: [
                File(path: "a.yaml", directory: "/home/anna", text: text, lenient: false)
            ],
            tasks: (0..<tasks).map {
                Task(file: 0, cell: $0, name: "scenario \($0)", identity: "a.yaml#\($0)")
            })
    }
}
