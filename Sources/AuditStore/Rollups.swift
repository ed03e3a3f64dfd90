import GRDB

/// The counts of one commit, by minute, provider, action, outcome and duration, before they are added to the table.
struct Rollups {
    private struct Key: Hashable {
        var minute: Int64
        var provider: Int64
        var action: Int64
        var outcome: Int64
        var atMost: Int64
    }

    private struct Sums {
        var count: Int64 = 0
        var microseconds: Int64 = 0
    }

    private var sums: [Key: Sums] = [:]

    /// The upper bounds of the histogram's bins in microseconds; what is above the last has the bound `Int64.max`.
    static let bounds: [Int64] = {
        let scale: [Int64] = [1, 2, 5]
        let decades: [Int64] = [1000, 10_000, 100_000, 1_000_000, 10_000_000, 100_000_000]
        return decades.flatMap { decade in scale.map { $0 * decade } }
    }()

    /// Counts an entry.
    ///
    /// - Parameters:
    ///   - at: Its moment in microseconds.
    ///   - provider: The number of the provider's name; 0 where none was asked.
    ///   - action: The number of the action's name.
    ///   - outcome: The number of the outcome's name.
    ///   - microseconds: How long the action took.
    mutating func count(at: Int64, provider: Int64, action: Int64, outcome: Int64, microseconds: Int64) {
        let key = Key(
            minute: at / 60_000_000,
            provider: provider,
            action: action,
            outcome: outcome,
            atMost: Self.bounds.first { microseconds <= $0 } ?? .max
        )
        sums[key, default: Sums()].count += 1
        sums[key, default: Sums()].microseconds += microseconds
    }

    /// Adds the counts to the table.
    func write(to db: Database) throws {
        guard !sums.isEmpty else { return }
        let statement = try db.cachedStatement(
            sql: """
                INSERT INTO rollups (minute, provider, action, outcome, at_most_us, count, failures, total_us)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?)
                ON CONFLICT DO UPDATE SET count = count + excluded.count,
                    failures = failures + excluded.failures, total_us = total_us + excluded.total_us
                """
        )
        for (key, sum) in sums {
            try statement.execute(arguments: [
                key.minute, key.provider, key.action, key.outcome, key.atMost,
                sum.count, key.outcome == 1 ? 0 : sum.count, sum.microseconds,
            ])
        }
    }
}
