import GRDB
import SwitchboardCore

/// Which numbers of a file lie in a span of time: found by halving, since times never decrease with the numbers.
struct SeqBounds {
    /// The first number.
    let start: Int64

    /// The number after the last.
    let end: Int64

    /// Finds the bounds; `nil` where the file has nothing in the span.
    ///
    /// - Parameters:
    ///   - db: The file.
    ///   - since: The first moment.
    ///   - until: The moment after the last.
    /// - Throws: SQLite's error.
    init?(_ db: Database, since: Timestamp?, until: Timestamp?) throws {
        guard let first = try Int64.fetchOne(db, sql: "SELECT min(seq) FROM entries"),
            let last = try Int64.fetchOne(db, sql: "SELECT max(seq) FROM entries")
        else { return nil }
        let whole = first..<(last + 1)
        start = try since.map { try Self.first(in: whole, at: $0, db) } ?? whole.lowerBound
        end = try until.map { try Self.first(in: whole, at: $0, db) } ?? whole.upperBound
        if start >= end { return nil }
    }

    /// The first number whose time is not before a moment; the range's end where there is none.
    private static func first(in range: Range<Int64>, at moment: Timestamp, _ db: Database) throws -> Int64 {
        let statement = try db.cachedStatement(sql: "SELECT at FROM entries WHERE seq >= ? ORDER BY seq LIMIT 1")
        var (low, high) = (range.lowerBound, range.upperBound)
        while low < high {
            let middle = low + (high - low) / 2
            let at = try Int64.fetchOne(statement, arguments: [middle]) ?? .max
            if at < moment.microsecondsSince1970 { low = middle + 1 } else { high = middle }
        }
        return low
    }
}
