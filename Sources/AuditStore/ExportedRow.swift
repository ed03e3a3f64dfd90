import FoundationEssentials
import GRDB
import SwitchboardCore

/// An entry as an export writes it.
struct ExportedRow {
    /// Its number.
    let seq: Int64

    private let at: Int64
    private let actionID: ActionID
    private let kind: String
    private let action: String
    private let actor: String
    private let provider: String?
    private let tenant: String?
    private let outcome: String?
    private let errorKind: String?
    private let httpStatus: Int64?
    private let attempts: Int64?
    private let microseconds: Int64?
    private let reference: String?
    private let correlation: String?
    private let subjects: String
    private let detail: String
    private let hash: [UInt8]

    /// Reads a row of ``select``.
    init(_ row: Row) throws {
        let text = { (index: Int) in try row.decode(String?.self, atIndex: index) }
        let number = { (index: Int) in try row.decode(Int64?.self, atIndex: index) }
        seq = try row.decode(Int64.self, atIndex: 0)
        at = try row.decode(Int64.self, atIndex: 1)
        actionID = ActionID(bytes: try row.decode(Data.self, atIndex: 2)) ?? ActionID(high: 0, low: 0)
        kind = try text(3) ?? ""
        action = try text(4) ?? ""
        provider = try text(5)
        actor = try text(6) ?? ""
        tenant = try text(7)
        outcome = try text(8)
        errorKind = try text(9)
        httpStatus = try number(10)
        attempts = try number(11)
        microseconds = try number(12)
        reference = try text(13)
        correlation = try text(14)
        detail = try text(15) ?? "{}"
        hash = Array(try row.decode(Data.self, atIndex: 16))
        subjects = try text(17) ?? ""
    }

    /// The rows from one number up to, and without, another; at most so many.
    static let select = """
        SELECT e.seq, e.at, e.action_id, kind.name, action.name, provider.name, actor.name, e.tenant, outcome.name,
            error_kind.name, e.http_status, e.attempts, e.duration_us, e.provider_ref, e.correlation_id, e.detail, e.hash,
            (SELECT group_concat(subject) FROM (SELECT subject FROM entry_subject WHERE seq = e.seq ORDER BY subject))
        FROM entries e
        LEFT JOIN names kind ON kind.id = e.kind
        LEFT JOIN names action ON action.id = e.action
        LEFT JOIN names provider ON provider.id = e.provider
        LEFT JOIN names actor ON actor.id = e.actor
        LEFT JOIN names outcome ON outcome.id = e.outcome
        LEFT JOIN names error_kind ON error_kind.id = e.error_kind
        WHERE e.seq >= ? AND e.seq < ? ORDER BY e.seq LIMIT ?
        """
}

// MARK: - JSON

extension ExportedRow {
    /// A line of JSON; the number comes first, so that a reader finds it at the line's beginning.
    var json: [UInt8] {
        var json = JSONText()
        json.object {
            $0.member("seq", seq)
            $0.member("at", Timestamp(microsecondsSince1970: at).description)
            $0.member("audit_id", actionID.description)
            $0.member("kind", kind)
            $0.member("action", action)
            $0.member("provider", provider)
            $0.member("actor", actor)
            $0.member("tenant", tenant)
            $0.member("outcome", outcome)
            $0.member("error_kind", errorKind)
            $0.member("http_status", httpStatus)
            $0.member("attempts", attempts)
            $0.member("duration_us", microseconds)
            $0.member("provider_ref", reference)
            $0.member("correlation_id", correlation)
            $0.member("subjects", json: "[\(subjects)]")
            $0.member("detail", json: detail)
            $0.member("hash", hash.hexadecimal)
        }
        return json.bytes + [UInt8(ascii: "\n")]
    }
}

// MARK: - CSV

extension ExportedRow {
    /// The names of the columns.
    static let csvHeader =
        "seq,at,audit_id,kind,action,provider,actor,tenant,outcome,error_kind,http_status,attempts,duration_us,"
        + "provider_ref,correlation_id,subjects,detail,hash\r\n"

    fileprivate var cells: [String] {
        let number = { (value: Int64?) in value.map(String.init) ?? "" }
        return [
            String(seq), Timestamp(microsecondsSince1970: at).description, actionID.description, kind, action,
            provider ?? "", actor, tenant ?? "", outcome ?? "", errorKind ?? "", number(httpStatus), number(attempts),
            number(microseconds), reference ?? "", correlation ?? "", subjects, detail, hash.hexadecimal,
        ]
    }

    /// A line of CSV, its line break included.
    var csv: [UInt8] { Array((cells.map(\.csvCell).joined(separator: ",") + "\r\n").utf8) }
}

extension AuditExportQuery.Format {
    /// What stands before the first line.
    public var header: [UInt8] { self == .csv ? Array(ExportedRow.csvHeader.utf8) : [] }
}
