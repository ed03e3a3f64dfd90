import Foundation
import GRDB
import SwitchboardCore

@testable import AuditStore

/// The files of a log that was closed, to be laid out again and again, each time damaged in another way.
struct StoredLog {
    static let past = "2026-10.sqlite"
    static let current = "2026-11.sqlite"

    private let files: [String: Data]

    /// Two months, some people, one open action.
    init(actions: Int = 30) async throws {
        let test = try TestLog(at: "2026-10-31T23:00:00Z")
        let log = try test.open()
        for index in 0..<actions {
            if index == actions / 2 { try test.clock.set("2026-11-01T00:00:00Z") }
            try await log.perform(.sample(people: [Person(email: "p\(index % 7)@example.com")]))
        }
        _ = try await log.begin(.sample())
        await log.shutdown()
        let names = try test.fileNames.filter { $0.hasSuffix(".sqlite") }
        files = Dictionary(
            uniqueKeysWithValues: try names.map { ($0, try Data(contentsOf: URL(fileURLWithPath: test.file($0)))) }
        )
    }

    /// How many bytes a file has.
    func size(of name: String) -> Int { files[name]?.count ?? 0 }

    /// Lays the log out in a folder of its own, one of its files changed.
    func laidOut(changing name: String, _ change: (inout Data) -> Void) throws -> TestLog {
        let test = try TestLog(at: "2026-11-02T00:00:00Z")
        try AuditDirectory(path: test.path).prepare()
        for (other, bytes) in files {
            var bytes = bytes
            if other == name { change(&bytes) }
            try bytes.write(to: URL(fileURLWithPath: test.file(other)))
        }
        return test
    }

    /// Everything that a month's file says of its entries.
    static func entries(_ test: TestLog, _ name: String) throws -> [[String]] {
        let database = try DatabaseQueue.auditReader(path: test.file(name))
        defer { try? database.close() }
        let rows = try database.read { try Row.fetchAll($0, sql: "SELECT * FROM audit ORDER BY seq") }
        return rows.map { row in row.databaseValues.map(\.description) }
    }
}
