import Foundation
import GRDB
import SwitchboardCore
import Testing

@testable import AuditStore

/// What a walk through the whole log sees.
struct VerificationTests {
    /// Two months: three actions, a read and one that is open.
    private func twoMonths(_ proof: AuditProof = AuditProof()) async throws -> TestLog {
        let test = try TestLog()
        let log = try test.open(proof: proof)
        try await log.perform()
        _ = try await log.finish(.sample("contact.get", isRead: true), .sample())
        _ = try await log.begin(.sample())
        try test.clock.set("2026-12-01T00:00:00Z")
        try await log.perform()
        try await log.perform()
        await log.shutdown()
        return test
    }

    private func verify(
        _ test: TestLog,
        _ keys: [AuditPublicKey] = [],
        witness: String? = nil
    ) async throws -> AuditVerification {
        var reader = try test.reader()
        let found = try await reader.verify(signedBy: keys, witness: witness) { $0 == "contact.get" }
        // On several cores, a few rows each, the same is found.
        reader.stretch = 2
        #expect(try await reader.verify(signedBy: keys, witness: witness, isRead: { $0 == "contact.get" }) == found)
        return found
    }

    @Test func aLogThatNobodyTouchedIsSound() async throws {
        let found = try await verify(try await twoMonths())
        #expect(found.isSound, "\(found.problems)")
        #expect((found.files, found.entries, found.firstSeq, found.lastSeq) == (2, 10, 1, 10))
    }

    /// The guards of the file are for mistakes; who means harm drops them.
    private func tamper(_ test: TestLog, _ sql: String, in name: String = "2026-11.sqlite") throws {
        try test.sql(name) { db in
            try db.execute(sql: "DROP TRIGGER entries_are_not_updated; DROP TRIGGER entries_are_not_deleted")
            try db.execute(sql: sql)
        }
    }

    @Test(arguments: [
        ("UPDATE entries SET detail = '{}' WHERE seq = 3", 3, "its hash is not that of its values"),
        ("UPDATE entries SET tenant = NULL WHERE seq = 2", 2, "its hash is not that of its values"),
        ("UPDATE names SET name = 'contact.untag' WHERE name = 'contact.tag'", 2, "its hash is not that of its values"),
        ("UPDATE entry_subject SET subject = 9 WHERE seq = 3", 3, "its hash is not that of its values"),
        ("INSERT INTO entry_subject VALUES (7, 1)", 1, "its hash is not that of its values"),
        ("UPDATE entries SET at = at - 1000000 WHERE seq = 4", 4, "is older than the entry before it"),
        ("DELETE FROM entries WHERE seq = 3", 4, "entries 3 to 3 are missing"),
        ("UPDATE entries SET hash = zeroblob(32) WHERE seq = 2", 2, "its hash is not that of its values"),
    ])
    func aChangeShows(sql: String, seq: Int64, message: String) async throws {
        let test = try await twoMonths()
        try tamper(test, sql)
        let found = try await verify(test)
        #expect(found.firstBadSeq == seq)
        #expect(found.problems.contains { $0.seq == seq && $0.message == message }, "\(found.problems)")
    }

    @Test func aMonthThatIsGoneShows() async throws {
        let test = try await twoMonths()
        try FileManager.default.removeItem(atPath: test.file("2026-11.sqlite"))
        let found = try await verify(test)
        #expect(found.problems.map(\.message).contains { $0.contains("nothing tells that the entries before it") })
    }

    @Test func rowsCutOffAtTheEndOfAMonthShow() async throws {
        let test = try await twoMonths()
        try tamper(test, "DELETE FROM entries WHERE seq = 5; DELETE FROM entry_subject WHERE seq = 5")
        let found = try await verify(test)
        #expect(found.problems.map(\.message).contains { $0.hasPrefix("does not go on from where") })
    }

    @Test func anOutcomeWithoutItsIntentShows() async throws {
        let test = try TestLog()
        let log = try test.open()
        _ = try await log.finish(.sample(), .sample())
        await log.shutdown()
        #expect(try await verify(test).problems.map(\.message) == ["an outcome without its intent"])
    }

    @Test func anIntentThatCouldNotBeWrittenIsExcused() async throws {
        let test = try TestLog()
        let log = try test.open()
        let record = AuditRecord.sample()
        log.recordGap("the intent could not be written", action: record.id)
        _ = try await log.finish(record, .sample())
        await log.shutdown()
        let found = try await verify(test)
        #expect(found.isSound, "\(found.problems)")
    }

    @Test func signedCheckpointsAreChecked() async throws {
        let key = try AuditSigningKey(base64: Secret(Data(repeating: 7, count: 32).base64EncodedString()))
        let other = try AuditSigningKey(base64: Secret(Data(repeating: 8, count: 32).base64EncodedString()))
        let test = try await twoMonths(AuditProof(signingKey: key))
        let found = try await verify(test, [other.publicKey, key.publicKey])
        #expect(found.isSound, "\(found.problems)")
        // The end of the month and the end of the log.
        #expect((found.checkpoints, found.signatures) == (2, 2))
        #expect(try await verify(test, [other.publicKey]).problemCount == 2)
        try test.sql("2026-12.sqlite") { try $0.execute(sql: "UPDATE checkpoints SET signature = NULL") }
        #expect(try await verify(test, [key.publicKey]).problems.map(\.message) == ["its checkpoint is not signed"])
    }

    @Test func theWitnessSeesACutAndARewrite() async throws {
        let folder = try TestLog()
        let witness = folder.path + "-witness.jsonl"
        defer { try? FileManager.default.removeItem(atPath: witness) }
        let test = try await twoMonths(AuditProof(witness: witness))
        let sound = try await verify(test, witness: witness)
        #expect(sound.isSound && sound.witnessed == 2, "\(sound.problems)")

        try tamper(test, "DELETE FROM entries WHERE seq = 10; DELETE FROM checkpoints", in: "2026-12.sqlite")
        #expect(try await verify(test).isSound, "a cut at the end is seen by nobody else")
        let found = try await verify(test, witness: witness)
        #expect(found.problems.map(\.message) == ["the log ends at 9, and the witness has seen entry 10"])
    }

    @Test func theWitnessCatchesUpAfterTrouble() async throws {
        let test = try TestLog()
        let witness = test.path + "-missing/witness.jsonl"
        let folder = test.path + "-missing"
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let first = try test.open(proof: AuditProof(witness: witness))
        try await first.perform()
        await first.shutdown()
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        let second = try test.open(proof: AuditProof(witness: witness))
        try await second.perform()
        await second.shutdown()
        let found = try await verify(test, witness: witness)
        #expect(found.isSound && found.witnessed == 2, "\(found.problems)")
    }

    @Test func checkpointsComeEveryThousandEntries() async throws {
        let test = try TestLog()
        let log = try test.open()
        let items = (0..<2100)
            .map { AuditItem(index: $0, people: [], fields: [:], result: Result<Nothing, Failure>.success(Nothing())) }
        try await log.record(items, of: .sample(), at: "intercom")
        await log.shutdown()
        #expect(
            try test.sql("2026-11.sqlite") { try Int64.fetchAll($0, sql: "SELECT seq FROM checkpoints") } == [
                1000, 2000,
            ]
        )
        #expect(try await verify(test).checkpoints == 2)
    }
}

private struct Nothing: ActionReceipt {}
