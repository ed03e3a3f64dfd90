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

    /// The group of a row.
    fileprivate func group(minute: Int64, provider: String?, action: String, outcome: String) -> AuditStatistics.Group {
        AuditStatistics.Group(
            since: span.map { Timestamp(secondsSince1970: minute / $0.minutes * $0.minutes * 60) },
            provider: dimensions.contains(.provider) ? provider ?? "" : nil,
            action: dimensions.contains(.action) ? action : nil,
            outcome: dimensions.contains(.outcome) ? outcome : nil
        )
    }
}

extension [AuditStatistics.Group: AuditStatistics] {
    /// Adds what one month's file has counted.
    fileprivate mutating func count(_ query: AuditStatisticsQuery, _ db: Database) throws {
        let sql = """
            SELECT r.minute, provider.name, action.name, outcome.name, r.count, r.failures, r.total_us, r.at_most_us
            FROM rollups r
            LEFT JOIN names provider ON provider.id = r.provider
            LEFT JOIN names action ON action.id = r.action
            LEFT JOIN names outcome ON outcome.id = r.outcome
            WHERE r.minute >= ? AND r.minute < ?
            """
        let minutes = query.minutes
        let rows = try Row.fetchCursor(db, sql: sql, arguments: [minutes.lowerBound, minutes.upperBound])
        while let row = try rows.next() {
            let group = query.group(
                minute: try row.decode(Int64.self, atIndex: 0),
                provider: try row.decode(String?.self, atIndex: 1),
                action: try row.decode(String?.self, atIndex: 2) ?? "",
                outcome: try row.decode(String?.self, atIndex: 3) ?? ""
            )
            self[group, default: AuditStatistics(group: group)]
                .add(
                    count: try row.decode(Int64.self, atIndex: 4),
                    failures: try row.decode(Int64.self, atIndex: 5),
                    microseconds: try row.decode(Int64.self, atIndex: 6),
                    atMost: try row.decode(Int64.self, atIndex: 7)
                )
        }
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
