import Foundation
import SwitchboardCore
import Testing

@testable import AuditStore

/// Files that lost something or had it changed under them: never a crash, and never a log that is called sound and is not.
struct DamageTests {
    /// Performs an action as often as it takes a log to find the damage and get over it.
    private func perform(_ log: SQLiteAuditLog) async -> ActionID? {
        for _ in 0..<3 {
            let record = AuditRecord.sample()
            do {
                try await log.perform(record)
                return record.id
            } catch {}
        }
        return nil
    }

    private func verify(_ test: TestLog, witness: String? = nil) async throws -> AuditVerification {
        var reader = try test.reader()
        let found = try await reader.verify(witness: witness) { _ in false }
        // On several cores, a few rows each, the verdict is the same.
        reader.stretch = 2
        #expect(try await reader.verify(witness: witness, isRead: { _ in false }).isSound == found.isSound)
        return found
    }

    @Test func aFlippedBitOfAPastMonthShowsOrTouchesNoEntry() async throws {
        let stored = try await StoredLog()
        let sound = try stored.laidOut(changing: "") { _ in }
        let entries = try StoredLog.entries(sound, StoredLog.past)
        var numbers = SeededNumbers(seed: 1)
        var seen = 0
        for _ in 0..<100 {
            let (place, bit) = (numbers.below(stored.size(of: StoredLog.past)), numbers.below(8))
            let test = try stored.laidOut(changing: StoredLog.past) { $0[place] ^= 1 << bit }
            _ = try? await test.reader().page(AuditQuery(person: "p1@example.com"))
            if try await verify(test).isSound {
                #expect(try StoredLog.entries(test, StoredLog.past) == entries, "bit \(bit) of byte \(place)")
            } else {
                seen += 1
            }
        }
        #expect(seen > 10)
    }

    @Test func aFlippedBitOfTheCurrentFileShowsOrTouchesNoEntry() async throws {
        let stored = try await StoredLog()
        let sound = try stored.laidOut(changing: "") { _ in }
        let entries = try StoredLog.entries(sound, StoredLog.current)
        var numbers = SeededNumbers(seed: 2)
        var wentOn = 0
        for _ in 0..<60 {
            let (place, bit) = (numbers.below(stored.size(of: StoredLog.current)), numbers.below(8))
            let test = try stored.laidOut(changing: StoredLog.current) { $0[place] ^= 1 << bit }
            guard let log = try? test.open() else { continue }
            let id = await perform(log)
            if let id { #expect(try await log.reader.show(id).outcome != nil, "bit \(bit) of byte \(place)") }
            wentOn += id == nil ? 0 : 1
            await log.shutdown()
            if try await verify(test).isSound {
                let now = try StoredLog.entries(test, StoredLog.current)
                #expect(Array(now.prefix(entries.count)) == entries, "bit \(bit) of byte \(place)")
            }
        }
        #expect(wentOn > 50)
    }

    /// Lengths at which a file may end: nothing, within the header, at and beside the borders of pages.
    private static let lengths = [0, 1, 99, 100, 512, 4095, 4096, 4097, 20_000, -4097, -4096]

    @Test(arguments: lengths)
    func aCurrentFileThatWasCutShortIsMovedAsideAndTheLogGoesOn(_ length: Int) async throws {
        let stored = try await StoredLog()
        let kept = length < 0 ? stored.size(of: StoredLog.current) + length : length
        let test = try stored.laidOut(changing: StoredLog.current) { $0 = $0.prefix(kept) }
        let log = try test.open()
        let id = try #require(await perform(log))
        #expect(try await log.reader.show(id).outcome != nil)
        #expect(try test.fileNames.contains { $0.hasPrefix("\(StoredLog.current).damaged-") })
        await log.shutdown()
        #expect(try await !verify(test).isSound)
    }

    @Test(arguments: lengths + [-1])
    func aPastMonthThatWasCutShortShowsAndTheLogGoesOn(_ length: Int) async throws {
        let stored = try await StoredLog()
        let kept = length < 0 ? stored.size(of: StoredLog.past) + length : length
        let test = try stored.laidOut(changing: StoredLog.past) { $0 = $0.prefix(kept) }
        let log = try test.open()
        #expect(await perform(log) != nil)
        await log.shutdown()
        let problems = try await verify(test).problems
        #expect(problems.contains { $0.file == StoredLog.past }, "\(problems)")
        // What is left of the file stays as it is.
        #expect(try Data(contentsOf: URL(fileURLWithPath: test.file(StoredLog.past))).count == kept)
    }

    @Test func theLogIsNotSoundUntilTheDamagedMonthIsDropped() async throws {
        let stored = try await StoredLog()
        let test = try stored.laidOut(changing: StoredLog.current) { $0 = Data(repeating: 0x58, count: $0.count) }
        let log = try test.open()
        try await log.perform()
        let damaged = try await verify(test)
        #expect(damaged.problems.contains { $0.message.contains("damaged and moved aside") }, "\(damaged.problems)")
        try test.clock.set("2026-12-01T00:00:00Z")
        try await log.perform()
        #expect(try await !verify(test).isSound)
        let old = try await log.reader.prunable(before: try "2026-12-01T00:00:00Z".moment)
        try await log.prune(old, actor: "cli:root")
        await log.shutdown()
        let found = try await verify(test)
        #expect(found.isSound, "\(found.problems)")
    }

    /// What a file of the log is without the journal that a killed process has left beside it.
    @Test func entriesThatWentWithTheirJournalAreMissedByTheWitness() async throws {
        let (test, other) = (try TestLog(), try TestLog())
        let witness = test.path + "-witness.jsonl"
        defer { try? FileManager.default.removeItem(atPath: witness) }
        let log = try test.open(proof: AuditProof(witness: witness))
        for _ in 0..<500 { try await log.perform() }
        try AuditDirectory(path: other.path).prepare()
        for name in ["2026-11.sqlite", "keys.sqlite", "keys.sqlite-wal"] {
            try FileManager.default.copyItem(atPath: test.file(name), toPath: other.file(name))
        }
        let next = try other.open(proof: AuditProof(witness: witness))
        try await next.perform()
        await next.shutdown()
        let alone = try await verify(other)
        #expect(alone.isSound && alone.lastSeq < 1000, "nobody else can tell: \(alone.problems)")
        let found = try await verify(other, witness: witness)
        let message = "the log ends at \(alone.lastSeq), and the witness has seen entry 1000"
        #expect(found.problems.map(\.message) == [message])
        await log.shutdown()
    }
}
