import GRDB
import SwitchboardCore

/// Where a search takes its candidates from: one or several ranges of an index, or else every row.
///
/// Each range yields numbers in descending order; several are merged.
struct CandidateSource {
    private struct IndexRange {
        var sql: String
        var prefix: StatementArguments
    }

    /// Numbers to look at.
    struct Candidates {
        /// The numbers, in no particular order.
        var numbers: [Int64]

        /// Where to go on: everything from here up has been handed out.
        var end: Int64

        /// How many rows this has cost.
        var examined: Int
    }

    private let ranges: [IndexRange]?

    /// Chooses the index that serves a query best.
    ///
    /// - Parameters:
    ///   - query: The query.
    ///   - subjects: The numbers of the person asked for, where one is.
    ///   - db: The file.
    /// - Throws: SQLite's error.
    init(_ query: AuditQuery, subjects: [Int64]?, _ db: Database) throws {
        if let subjects {
            ranges = subjects.map { IndexRange(sql: "entry_subject WHERE subject = ?", prefix: [$0]) }
        } else if let correlation = query.correlationID {
            ranges = [IndexRange(sql: "entries WHERE correlation_id = ?", prefix: [correlation])]
        } else if let reference = query.reference {
            ranges = [IndexRange(sql: "entries WHERE provider_ref = ?", prefix: [reference])]
        } else if query.outcome.map({ $0 != .success }) ?? (query.errorKind != nil) {
            ranges = try Self.unsuccessful(query, db)
        } else {
            ranges = nil
        }
    }

    /// Returns the next candidates.
    ///
    /// - Parameters:
    ///   - below: Where the last candidates ended.
    ///   - start: The first number of interest.
    ///   - count: How many to take of each range.
    ///   - db: The file.
    /// - Returns: At most `count` candidates for each range.
    /// - Throws: SQLite's error.
    func next(below: Int64, from start: Int64, count: Int, _ db: Database) throws -> Candidates {
        guard let ranges else {
            let end = max(start, below - Int64(count))
            return Candidates(numbers: Array(end..<below), end: end, examined: Int(below - end))
        }
        let lists = try ranges.map { range in
            let sql = "SELECT seq FROM \(range.sql) AND seq < ? AND seq >= ? ORDER BY seq DESC LIMIT ?"
            let arguments = range.prefix + [below, start, count]
            return try Int64.fetchAll(db.cachedStatement(sql: sql), arguments: arguments)
        }
        // A full list may go on; nothing below its last number is known of it yet.
        let end = lists.filter { $0.count == count }.compactMap(\.last).max() ?? start
        let numbers = Set(lists.joined().filter { $0 >= end })
        return Candidates(numbers: Array(numbers), end: end, examined: lists.map(\.count).reduce(0, +))
    }

    /// A range for each provider and outcome in question, of the index over what did not succeed.
    private static func unsuccessful(_ query: AuditQuery, _ db: Database) throws -> [IndexRange] {
        let providers: [Int64?]
        if let name = query.provider {
            providers = try db.idOfName(name).map { [$0] } ?? []
        } else {
            providers = try [nil] + allProviders(db)
        }
        let outcomes: [AuditOutcome.Verdict] = query.outcome.map { [$0] } ?? [.failure, .unknown]
        let numbers = try outcomes.compactMap { try db.idOfName($0.rawValue) }
        // The condition on `outcome <> 1` is what lets SQLite use the partial index.
        return providers.flatMap { provider in
            numbers.map { outcome in
                IndexRange(
                    sql: "entries WHERE outcome <> 1 AND provider IS ? AND outcome = ?",
                    prefix: [provider, outcome]
                )
            }
        }
    }

    /// The providers that have failed, by leaping through the index instead of reading it.
    private static func allProviders(_ db: Database) throws -> [Int64] {
        let statement = try db.cachedStatement(
            sql: "SELECT min(provider) FROM entries WHERE outcome <> 1 AND provider > ?"
        )
        var providers: [Int64] = []
        while let next = try Int64.fetchOne(statement, arguments: [providers.last ?? -1]) { providers.append(next) }
        return providers
    }
}
