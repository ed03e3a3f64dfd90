import GRDB
public import SwitchboardCore

extension AuditReader {
    /// Counts outcomes, without looking at entries: what is asked for was counted when it was written.
    ///
    /// - Returns: A group each, the oldest span first, then by provider, action and outcome.
    /// - Throws: ``Failure/Kind/auditUnavailable`` where a file cannot be read.
    public func statistics(_ query: AuditStatisticsQuery) async throws(Failure) -> [AuditStatistics] {
        let reader = self
        return try await run("counting") {
            var groups: [AuditStatistics.Group: AuditStatistics] = [:]
            for month in try reader.directory.months() where query.reaches(month) {
                try reader.read(month) { try groups.count(query, $0) }
            }
            return groups.values.sorted { $0.group.order < $1.group.order }
        }
    }
}

extension AuditStatisticsQuery {
    /// The minutes that are counted.
    fileprivate var minutes: Range<Int64> {
        let first = since?.minute ?? .min
        return first..<max(first, until?.minute ?? .max)
    }

    /// Whether a month's file may hold any of them; entries of a clock that went back stand in a later month.
    fileprivate func reaches(_ month: Month) -> Bool {
        until.map { month <= Month(containing: $0) } ?? true && since.map { month >= Month(containing: $0) } ?? true
    }

    /// The rows of a month, with 0 for what is not kept apart.
    fileprivate var rowsSQL: String {
        let kept = { (dimension: Dimension) in dimensions.contains(dimension) ? dimension.rawValue : "0" }
        let minute = span.map { "minute / \($0.minutes) * \($0.minutes)" } ?? "0"
        return """
            SELECT \(minute), \(kept(.provider)), \(kept(.action)), \(kept(.outcome)), at_most_us, count, failures, total_us
            FROM rollups WHERE minute >= ? AND minute < ?
            """
    }

    /// The group that a key's numbers stand for.
    fileprivate func group(_ key: RollupSums.Key, _ names: [Int64: String]) -> AuditStatistics.Group {
        AuditStatistics.Group(
            since: span.map { _ in Timestamp(secondsSince1970: key.minute * 60) },
            provider: dimensions.contains(.provider) ? names[key.provider] ?? "" : nil,
            action: dimensions.contains(.action) ? names[key.action] ?? "" : nil,
            outcome: dimensions.contains(.outcome) ? names[key.outcome] ?? "" : nil
        )
    }
}

extension [AuditStatistics.Group: AuditStatistics] {
    /// Adds what one month's file has counted.
    fileprivate mutating func count(_ query: AuditStatisticsQuery, _ db: Database) throws {
        let sums = try RollupSums(query, db)
        let names = try db.names()
        for (key, sum) in sums.all {
            let group = query.group(key, names)
            self[group, default: AuditStatistics(group: group)]
                .add(count: sum.count, failures: sum.failures, microseconds: sum.microseconds, atMost: key.atMost)
        }
    }
}

/// The counts of one month's file, summed up by the numbers of names: a busy day has tens of thousands of rows, and few
/// groups to be named.
private struct RollupSums {
    /// What is counted together.
    struct Key: Hashable {
        var minute: Int64
        var provider: Int64
        var action: Int64
        var outcome: Int64
        var atMost: Int64
    }

    /// What was counted.
    struct Sum {
        var count: Int64 = 0
        var failures: Int64 = 0
        var microseconds: Int64 = 0
    }

    private(set) var all: [Key: Sum] = [:]

    /// Reads straight from SQLite's memory.
    init(_ query: AuditStatisticsQuery, _ db: Database) throws {
        let minutes = query.minutes
        let statement = try db.makeStatement(sql: query.rowsSQL)
        try statement.setArguments([minutes.lowerBound, minutes.upperBound])
        let row = RawRow(statement)
        while try statement.stepsToRow() {
            let key = Key(
                minute: row.integer(0),
                provider: row.integer(1),
                action: row.integer(2),
                outcome: row.integer(3),
                atMost: row.integer(4)
            )
            all[key, default: Sum()].add(row)
        }
    }
}

extension RollupSums.Sum {
    fileprivate mutating func add(_ row: RawRow) {
        count += row.integer(5)
        failures += row.integer(6)
        microseconds += row.integer(7)
    }
}

extension AuditStatistics.Group {
    fileprivate var order: (Int64, String, String, String) {
        (since?.microsecondsSince1970 ?? 0, provider ?? "", action ?? "", outcome ?? "")
    }
}

extension Timestamp {
    /// The minute in which it lies.
    fileprivate var minute: Int64 { secondsSince1970 / 60 }
}
