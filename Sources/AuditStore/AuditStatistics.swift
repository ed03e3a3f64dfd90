public import SwitchboardCore

/// What is counted, and over which spans.
public struct AuditStatisticsQuery: Sendable, Hashable {
    /// A property by which counts are kept apart.
    public enum Dimension: String, Sendable, Hashable, CaseIterable {
        case provider, action, outcome
    }

    /// How long a span is, beginning at whole ones in UTC.
    public enum Span: String, Sendable, Hashable, CaseIterable {
        case minute, hour, day

        /// Its length in minutes.
        var minutes: Int64 {
            switch self {
            case .minute: 1
            case .hour: 60
            case .day: 1440
            }
        }
    }

    /// Outcomes at or after this moment, cut to its minute.
    public var since: Timestamp?

    /// Outcomes before this moment, cut to its minute.
    public var until: Timestamp?

    /// By what counts are kept apart; everything together where it is empty.
    public var dimensions: Set<Dimension>

    /// How long a span is; all of the time together where it is `nil`.
    public var span: Span?

    /// Creates a query.
    public init(
        since: Timestamp? = nil,
        until: Timestamp? = nil,
        by dimensions: Set<Dimension> = [.provider, .action, .outcome],
        per span: Span? = nil
    ) {
        self.since = since
        self.until = until
        self.dimensions = dimensions
        self.span = span
    }
}

/// The outcomes of one span, provider, action and kind of outcome, counted.
public struct AuditStatistics: Sendable, Hashable {
    /// What was counted together; a part is `nil` where it was not asked for.
    public struct Group: Sendable, Hashable {
        /// When the span begins.
        public var since: Timestamp?

        /// The provider instance; empty for actions that none was asked for.
        public var provider: String?

        /// The action's name.
        public var action: String?

        /// `success`, `failure` or `unknown`.
        public var outcome: String?
    }

    /// What was counted.
    public var group: Group

    /// How many outcomes.
    public internal(set) var count: Int64 = 0

    /// How many of them were no success.
    public internal(set) var failures: Int64 = 0

    /// How long they took together.
    public internal(set) var total: Duration = .zero

    /// How many took at most so many microseconds, by upper bound.
    private var histogram: [Int64: Int64] = [:]

    init(group: Group) {
        self.group = group
    }

    /// How long they took on average.
    public var average: Duration { count == 0 ? .zero : total / Int(count) }

    /// How long the given share of them took at most, as exactly as the log counts: bounds of 1, 2 and 5 times powers of
    /// ten, from 1 ms to 500 s; `nil` where that is beyond the last bound.
    public func quantile(_ share: Double) -> Duration? {
        let wanted = max(1, Int64((Double(count) * share).rounded(.up)))
        var seen: Int64 = 0
        for (bound, count) in histogram.sorted(by: { $0.key < $1.key }) {
            seen += count
            if seen >= wanted { return bound == .max ? nil : .microseconds(bound) }
        }
        return nil
    }

    /// Adds a row of the table.
    mutating func add(count: Int64, failures: Int64, microseconds: Int64, atMost: Int64) {
        self.count += count
        self.failures += failures
        total += .microseconds(microseconds)
        histogram[atMost, default: 0] += count
    }
}

extension AuditStatistics: Encodable {
    private enum CodingKeys: String, CodingKey {
        case since, provider, action, outcome, count, failures
        case average = "average_us"
        case median = "p50_us"
        case slow = "p95_us"
        case slowest = "p99_us"
    }

    /// Writes the snake_case form.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encodeIfPresent(group.since, forKey: .since)
        try container.encodeIfPresent(group.provider, forKey: .provider)
        try container.encodeIfPresent(group.action, forKey: .action)
        try container.encodeIfPresent(group.outcome, forKey: .outcome)
        try container.encode(count, forKey: .count)
        try container.encode(failures, forKey: .failures)
        try container.encode(average.microseconds, forKey: .average)
        try container.encode(quantile(0.5)?.microseconds, forKey: .median)
        try container.encode(quantile(0.95)?.microseconds, forKey: .slow)
        try container.encode(quantile(0.99)?.microseconds, forKey: .slowest)
    }
}
