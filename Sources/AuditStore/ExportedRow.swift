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

    /// Reads the current row of a statement made of ``select``.
    init(_ row: RawRow, names: [Int64: String]) {
        let name = { (column: CInt) in row.number(column).flatMap { names[$0] } }
        seq = row.number(0) ?? 0
        at = row.number(1) ?? 0
        actionID = ActionID(bytes: row.bytes(2)) ?? ActionID(high: 0, low: 0)
        kind = name(3) ?? ""
        action = name(4) ?? ""
        provider = name(5)
        actor = name(6) ?? ""
        tenant = row.text(7)
        outcome = name(8)
        errorKind = name(9)
        httpStatus = row.number(10)
        attempts = row.number(11)
        microseconds = row.number(12)
        reference = row.text(13)
        correlation = row.text(14)
        detail = row.text(15) ?? "{}"
        hash = Array(row.bytes(16))
        subjects = row.text(17) ?? ""
    }

    /// The rows from one number up to, and without, another; at most so many.
    static let select = """
        SELECT seq, at, action_id, kind, action, provider, actor, tenant, outcome, error_kind, http_status, attempts,
            duration_us, provider_ref, correlation_id, detail, hash,
            (SELECT group_concat(subject) FROM (SELECT subject FROM entry_subject s WHERE s.seq = e.seq ORDER BY subject))
        FROM entries e WHERE seq >= ? AND seq < ? ORDER BY seq LIMIT ?
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
