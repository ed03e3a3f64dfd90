import FoundationEssentials
import GRDB
import SwitchboardCore

/// Reads whole entries of one file, names as text.
struct EntryReader {
    private let db: Database

    /// Reads through a connection.
    init(_ db: Database) {
        self.db = db
    }

    /// The entries with these numbers that match, newest first.
    func entries(_ numbers: [Int64], matching filter: EntryFilter) throws -> [AuditEntry] {
        try rows(numbers, matching: filter).map(AuditEntry.init)
    }

    /// The stored rows with these numbers that match, newest first: what the hash covers, with the hash.
    func rows(_ numbers: [Int64], matching filter: EntryFilter) throws -> [(row: EntryRow, hash: [UInt8])] {
        guard let least = numbers.min(), let greatest = numbers.max() else { return [] }
        // A list of numbers cannot be bound; as JSON text it can.
        let list = "[\(numbers.map(String.init).joined(separator: ","))]"
        let isRange = greatest - least + 1 == Int64(numbers.count)
        let among = isRange ? "e.seq BETWEEN ? AND ?" : "e.seq IN (SELECT value FROM json_each(?))"
        let arguments: StatementArguments = isRange ? [least, greatest] : [list]
        let statement = try db.cachedStatement(
            sql: "\(Self.select) WHERE \(among) \(filter.sql) ORDER BY e.seq DESC"
        )
        let subjects = try db.cachedStatement(sql: "SELECT subject FROM entry_subject WHERE seq = ? ORDER BY subject")
        return try Row.fetchAll(statement, arguments: arguments + filter.arguments)
            .map { stored in
                var row = EntryRow(stored)
                row.subjects = try Int64.fetchAll(subjects, arguments: [row.seq])
                return (row, Array(stored[16] as Data))
            }
    }

    private static let select = """
        SELECT e.seq, e.at, e.action_id, kind.name, action.name, provider.name, actor.name, e.tenant, outcome.name,
            error_kind.name, e.http_status, e.attempts, e.duration_us, e.provider_ref, e.correlation_id, e.detail, e.hash
        FROM entries e
        LEFT JOIN names kind ON kind.id = e.kind
        LEFT JOIN names action ON action.id = e.action
        LEFT JOIN names provider ON provider.id = e.provider
        LEFT JOIN names actor ON actor.id = e.actor
        LEFT JOIN names outcome ON outcome.id = e.outcome
        LEFT JOIN names error_kind ON error_kind.id = e.error_kind
        """
}

/// Conditions on the columns of an entry, with their values to be bound.
struct EntryFilter {
    /// The conditions, each beginning with AND.
    private(set) var sql = ""

    /// The values, in order.
    private(set) var arguments = StatementArguments()

    /// Every entry.
    static let all = EntryFilter()

    /// Adds a condition with one value.
    mutating func and(_ condition: String, _ value: any DatabaseValueConvertible) {
        sql += " AND \(condition)"
        arguments += [value]
    }
}

extension EntryRow {
    fileprivate init(_ stored: Row) {
        self.init(
            seq: stored[0],
            at: stored[1],
            actionID: Array(stored[2] as Data),
            // A name that is missing means a damaged file; empty text keeps the rest readable.
            kind: stored[3] ?? "",
            action: stored[4] ?? "",
            provider: stored[5],
            actor: stored[6] ?? "",
            tenant: stored[7],
            outcome: stored[8],
            errorKind: stored[9],
            httpStatus: stored[10],
            attempts: stored[11],
            durationMicroseconds: stored[12],
            providerReference: stored[13],
            correlationID: stored[14],
            detail: stored[15]
        )
    }
}

extension AuditEntry {
    fileprivate init(_ stored: (row: EntryRow, hash: [UInt8])) {
        let row = stored.row
        self.init(
            auditID: ActionID(bytes: row.actionID) ?? ActionID(high: 0, low: 0),
            seq: row.seq,
            at: Timestamp(microsecondsSince1970: row.at),
            kind: row.kind,
            action: row.action,
            actor: row.actor,
            detail: (try? JSONValue(parsing: row.detail.utf8)) ?? .null,
            subjects: row.subjects
        )
        provider = row.provider
        tenant = row.tenant
        outcome = row.outcome
        errorKind = row.errorKind
        httpStatus = row.httpStatus.map(Int.init)
        attempts = row.attempts.map(Int.init)
        duration = row.durationMicroseconds.map { .microseconds($0) }
        providerReference = row.providerReference
        correlationID = row.correlationID
    }
}

extension ActionID {
    /// The sixteen bytes as they are stored.
    var data: Data { Data(bytes) }
}
