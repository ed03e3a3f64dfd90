import Foundation
import GRDB
import SwitchboardCore
import Testing

@testable import AuditStore

struct SchemaTests {
    private func schema(_ db: Database) throws -> [String] {
        let sql = "SELECT sql FROM sqlite_schema WHERE sql IS NOT NULL AND name NOT LIKE 'grdb%' ORDER BY name"
        return try String.fetchAll(db, sql: sql)
    }

    @Test func theFirstMigrationIsNeverEdited() throws {
        let (made, written) = (try DatabaseQueue(), try DatabaseQueue())
        try AuditSchema.migrator.migrate(made, upTo: "1")
        try written.write { try $0.execute(sql: FirstSchema.statements) }
        #expect(try made.read(schema) == written.read(schema))
    }

    @Test func monthsOfTheFirstSchemaAreReadAsTheyAreAndTheCurrentOneIsBroughtUpToDate() async throws {
        let stored = try await StoredLog()
        let test = try stored.laidOut(changing: "") { _ in }
        let before = try await test.reader().page(AuditQuery(limit: 1000)).entries
        for name in [StoredLog.past, StoredLog.current] { try FirstSchema.bringBack(test, name) }
        let past = try Data(contentsOf: URL(fileURLWithPath: test.file(StoredLog.past)))

        let log = try test.open()
        try await log.perform()
        let page = try await log.reader.page(AuditQuery(limit: 1000))
        #expect(Array(page.entries.dropFirst(2)) == before)
        #expect(try await log.reader.page(AuditQuery(person: "p1@example.com")).entries.count == 10)
        #expect(try await log.openActions().count == 1)
        await log.shutdown()
        let found = try await test.reader().verify { _ in false }
        #expect(found.isSound, "\(found.problems)")
        #expect(try Data(contentsOf: URL(fileURLWithPath: test.file(StoredLog.past))) == past)
        let applied = try test.sql(StoredLog.current) { try AuditSchema.migrator.completedMigrations($0) }
        #expect(applied == AuditSchema.migrator.migrations)
    }
}
