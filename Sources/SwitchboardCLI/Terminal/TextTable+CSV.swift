import AuditStore

extension TextTable {
    /// The whole table as CSV (RFC 4180), nothing shortened or left out, without the last line break.
    var csv: String {
        ([columns.map(\.heading)] + rows).map { $0.map(\.csvCell).joined(separator: ",") }.joined(separator: "\r\n")
    }
}
