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
        let statement = try db.makeStatement(sql: "\(Self.select) WHERE \(among) \(filter.sql) ORDER BY seq DESC")
        try statement.setArguments(arguments + filter.arguments)
        let (names, row) = (try db.names(), RawRow(statement))
        let subjects = try db.cachedStatement(sql: "SELECT subject FROM entry_subject WHERE seq = ? ORDER BY subject")
        var rows: [(row: EntryRow, hash: [UInt8])] = []
        while try statement.stepsToRow() {
            var entry = EntryRow(row, names)
            entry.subjects = try Int64.fetchAll(subjects, arguments: [entry.seq])
            rows.append((entry, Array(row.bytes(16))))
        }
        return rows
    }

    // Names are looked up here: to compile a join with each would take longer than to answer most questions.
    private static let select = """
        SELECT seq, at, action_id, kind, action, provider, actor, tenant, outcome, error_kind, http_status, attempts,
            duration_us, provider_ref, correlation_id, detail, hash
        FROM entries e
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
    fileprivate init(_ row: RawRow, _ names: [Int64: String]) {
        let name = { (column: CInt) in row.number(column).flatMap { names[$0] } }
        self.init(
            seq: row.integer(0),
            at: row.integer(1),
            actionID: Array(row.bytes(2)),
            // A name that is missing means a damaged file; empty text keeps the rest readable.
            kind: name(3) ?? "",
            action: name(4) ?? "",
            provider: name(5),
            actor: name(6) ?? "",
            tenant: row.text(7),
            outcome: name(8),
            errorKind: name(9),
            httpStatus: row.number(10),
            attempts: row.number(11),
            durationMicroseconds: row.number(12),
            providerReference: row.text(13),
            correlationID: row.text(14),
            detail: row.text(15) ?? "{}"
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
