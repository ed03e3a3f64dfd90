import GRDB
import GRDBSQLite

/// The row at which a statement stands, in SQLite's own memory.
///
/// GRDB makes a value of each column; where millions of rows are gone through, that is most of the work.
struct RawRow {
    private let statement: OpaquePointer

    /// Names the statement; its values change as it goes on.
    init(_ statement: Statement) { self.statement = statement.sqliteStatement }

    /// What kind of value a column holds, as SQLite numbers them.
    func type(_ column: CInt) -> CInt { sqlite3_column_type(statement, column) }

    /// A column's whole number; 0 for NULL.
    func integer(_ column: CInt) -> Int64 { sqlite3_column_int64(statement, column) }

    /// A column's whole number; `nil` for NULL.
    func number(_ column: CInt) -> Int64? { type(column) == SQLITE_NULL ? nil : integer(column) }

    /// A column's text; `nil` for NULL.
    func text(_ column: CInt) -> String? {
        type(column) == SQLITE_NULL ? nil : String(decoding: bytes(column), as: UTF8.self)
    }

    /// The bytes of a column's text or blob, until the statement goes on; none for NULL.
    func bytes(_ column: CInt) -> UnsafeRawBufferPointer {
        let start = sqlite3_column_blob(statement, column)
        return UnsafeRawBufferPointer(start: start, count: Int(sqlite3_column_bytes(statement, column)))
    }
}

extension Statement {
    /// Goes on to the next row, whose columns SQLite then has; whether there is one.
    ///
    /// - Throws: SQLite's error, as for a damaged page.
    func stepsToRow() throws -> Bool {
        switch sqlite3_step(sqliteStatement) {
        case SQLITE_ROW: return true
        case SQLITE_DONE: return false
        case let code: throw DatabaseError(resultCode: ResultCode(rawValue: code))
        }
    }
}
