import Crypto
import Foundation
import GRDB

/// The chain over some files, recomputed from what is stored by the documented form alone.
struct ChainCheck {
    var rows = 0
    var firstBad: Int64?
    private var expectedSeq: Int64 = 1
    private var previous = Data(repeating: 0, count: 32)

    init(_ log: TestLog, _ files: [String]) throws {
        for file in files { try log.sql(file) { try add($0) } }
    }

    private mutating func add(_ db: Database) throws {
        let sql = """
            SELECT seq, at, action_id, (SELECT name FROM names WHERE id = kind) AS kind,
                (SELECT name FROM names WHERE id = action) AS action,
                (SELECT name FROM names WHERE id = provider) AS provider,
                (SELECT name FROM names WHERE id = actor) AS actor, tenant,
                (SELECT name FROM names WHERE id = outcome) AS outcome,
                (SELECT name FROM names WHERE id = error_kind) AS error_kind,
                http_status, attempts, duration_us, provider_ref, correlation_id, detail, hash
            FROM entries ORDER BY seq
            """
        if try Data.fetchOne(db, sql: "SELECT value FROM meta WHERE key = 'previous_hash'") != previous {
            firstBad = firstBad ?? expectedSeq
        }
        for row in try Row.fetchAll(db, sql: sql) {
            let seq: Int64 = row["seq"]
            var bytes = previous
            bytes.append(field(.text("1")))
            for column in 0..<16 { bytes.append(field(.stored(row[column] as DatabaseValue))) }
            let sql = "SELECT subject FROM entry_subject WHERE seq = ? ORDER BY subject"
            let subjects = try Int64.fetchAll(db, sql: sql, arguments: [seq])
            bytes.append(field(.number(Int64(subjects.count))))
            for subject in subjects { bytes.append(field(.number(subject))) }
            if Data(SHA256.hash(data: bytes)) != row["hash"] || seq != expectedSeq { firstBad = firstBad ?? seq }
            previous = row["hash"]
            expectedSeq = seq + 1
            rows += 1
        }
    }

    private enum Value {
        case text(String)
        case number(Int64)
        case stored(DatabaseValue)
    }

    private func field(_ value: Value) -> Data {
        switch value {
        case .text(let text): return prefixed(Data(text.utf8))
        case .number(let number): return prefixed(withUnsafeBytes(of: number.bigEndian) { Data($0) })
        case .stored(let value):
            switch value.storage {
            case .null: return Data([0xFF, 0xFF, 0xFF, 0xFF])
            case .int64(let number): return field(.number(number))
            case .string(let text): return field(.text(text))
            case .blob(let data): return prefixed(data)
            case .double: return Data()
            }
        }
    }

    private func prefixed(_ data: Data) -> Data {
        withUnsafeBytes(of: UInt32(data.count).bigEndian) { Data($0) } + data
    }
}
