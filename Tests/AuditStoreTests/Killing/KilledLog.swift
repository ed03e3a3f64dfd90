import Foundation
import GRDB
import SwitchboardCore

@testable import AuditStore

/// A folder in which one process after the other writes and is killed, and what the log owes to those whom it has told
/// something.
final class KilledLog {
    /// An entry of which a caller was told that it is durable.
    struct Told: Hashable {
        let id: ActionID
        let kind: String
    }

    let test: TestLog
    private(set) var told: Set<Told> = []

    init() throws {
        test = try TestLog()
        // A process may be killed before it has made its folder.
        try AuditDirectory(path: test.path).prepare()
    }

    /// Takes note of what a process has said; returns what none should ever have to say.
    func take(_ lines: [String]) -> [String] {
        for line in lines {
            let words = line.split(separator: " ").map(String.init)
            guard words.count == 2, ["intent", "outcome"].contains(words[0]) else { continue }
            if let id = ActionID(words[1]) { told.insert(Told(id: id, kind: words[0])) }
        }
        return lines.filter { $0.hasPrefix("failed") }
    }

    /// Holds the folder against what was told, while nobody writes; returns what is wrong.
    ///
    /// It only reads, so that the next process finds the files as the last one left them.
    func problems() async throws -> [String] {
        let reader = try test.reader()
        let found = try await reader.verify { _ in false }
        let open = try await reader.openActions()
        let written = try self.written()
        let listed = Set(open.map(\.auditID))
        let ended = Set(written.filter { $0.kind == "outcome" }.map(\.id))
        return found.problems.map { "\($0.file), \($0.seq ?? 0): \($0.message)" }
            + told.subtracting(written).map { "lost: \($0.kind) of \($0.id)" }
            + open.filter(\.isInstanceAlive).map { "taken for alive: \($0.auditID)" }
            + written.filter { $0.kind == "intent" && listed.contains($0.id) == ended.contains($0.id) }
            .map { "open, and listed: \(!ended.contains($0.id)), \(listed.contains($0.id)): \($0.id)" }
            + (try damage())
    }

    /// How many entries of each kind the log has.
    func counts() throws -> [String: Int] {
        try months()
            .reduce(into: [:]) { counts, month in
                let sql = "SELECT kind, count(*) FROM audit GROUP BY kind"
                let rows = try readOnly(month.fileName) { try Row.fetchAll($0, sql: sql) }
                for row in rows { counts[row[0], default: 0] += row[1] }
            }
    }

    /// Whether the last month is marked as ended and the next one is not there yet, or was being made.
    func isInTheMiddleOfAMonthChange() throws -> Bool {
        if try test.fileNames.contains(where: { $0.hasPrefix(".new-") }) { return true }
        guard let last = try months().last else { return false }
        return try readOnly(last.fileName) {
            try String.fetchOne($0, sql: "SELECT value FROM meta WHERE key = 'next_file'") != nil
        }
    }

    /// The months that have a file.
    func months() throws -> [Month] { try AuditDirectory(path: test.path).months() }

    private func written() throws -> Set<Told> {
        let sql = "SELECT action_id, (SELECT name FROM names WHERE id = kind) FROM entries"
        let rows = try months().flatMap { month in try readOnly(month.fileName) { try Row.fetchAll($0, sql: sql) } }
        return Set(rows.compactMap { row in ActionID(bytes: row[0] as Data).map { Told(id: $0, kind: row[1]) } })
    }

    private func damage() throws -> [String] {
        // A process that was killed early has not come to this file.
        let keys = FileManager.default.fileExists(atPath: test.file("keys.sqlite")) ? ["keys.sqlite"] : []
        return try (months().map(\.fileName) + keys)
            .flatMap { name in
                try readOnly(name) { try String.fetchAll($0, sql: "PRAGMA integrity_check") }
                    .filter { $0 != "ok" }
                    .map { "\(name): \($0)" }
            }
    }

    private func readOnly<Value>(_ name: String, _ work: (Database) throws -> Value) throws -> Value {
        let database = try DatabaseQueue.auditReader(path: test.file(name))
        defer { try? database.close() }
        return try database.read(work)
    }
}
