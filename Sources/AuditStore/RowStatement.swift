import GRDB
import GRDBSQLite

/// A statement that takes the values of a row straight from Swift's own storage.
///
/// GRDB puts every argument into a box first; at tens of thousands of rows a second the boxes were a good part of the
/// writer's work.
struct RowStatement {
    /// Gives a statement its values, one after the other.
    struct Values {
        fileprivate let statement: OpaquePointer
        fileprivate var index: CInt = 0
        fileprivate var code = SQLITE_OK

        /// Gives a whole number, or NULL.
        mutating func integer(_ value: Int64?) {
            guard let value else { return bind { sqlite3_bind_null($0, $1) } }
            bind { sqlite3_bind_int64($0, $1, value) }
        }

        /// Gives a text, or NULL.
        mutating func text(_ value: String?) {
            guard var value else { return bind { sqlite3_bind_null($0, $1) } }
            value.withUTF8 { bytes in
                bytes.withMemoryRebound(to: CChar.self) { characters in
                    // SQLite takes no pointer at all for NULL, and an empty text may have none.
                    let start = characters.baseAddress ?? UnsafePointer(bitPattern: 1)
                    bind { sqlite3_bind_text($0, $1, start, CInt(characters.count), copied) }
                }
            }
        }

        /// Gives a blob.
        mutating func blob(_ value: [UInt8]) {
            value.withUnsafeBytes { bytes in
                bind { sqlite3_bind_blob($0, $1, bytes.baseAddress, CInt(bytes.count), copied) }
            }
        }

        private mutating func bind(_ body: (OpaquePointer, CInt) -> CInt) {
            index += 1
            let result = body(statement, index)
            if code == SQLITE_OK { code = result }
        }
    }

    private let statement: Statement

    /// Finds or prepares the statement on a connection.
    init(_ db: Database, sql: String) throws {
        statement = try db.cachedStatement(sql: sql)
    }

    /// Runs the statement, which returns no rows, with these values.
    ///
    /// - Throws: SQLite's error.
    func run(_ bind: (inout Values) -> Void) throws {
        let pointer = statement.sqliteStatement
        // GRDB, which may have run the same statement, leaves it where it ended, and then SQLite takes no values.
        sqlite3_reset(pointer)
        var values = Values(statement: pointer)
        bind(&values)
        let code = values.code == SQLITE_OK ? sqlite3_step(pointer) : values.code
        defer { sqlite3_reset(pointer) }
        guard code == SQLITE_DONE else {
            let message = sqlite3_errmsg(sqlite3_db_handle(pointer)).map { String(cString: $0) }
            throw DatabaseError(resultCode: ResultCode(rawValue: code), message: message, sql: statement.sql)
        }
    }
}

/// Tells SQLite to copy what it is given.
///
/// Computed, since the C macro is a cast that Swift does not import.
private var copied: sqlite3_destructor_type { unsafeBitCast(-1, to: sqlite3_destructor_type.self) }
