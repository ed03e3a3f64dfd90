import SwitchboardCore

/// One thing that has happened, for the statistics.
struct SendGridCount: Sendable, Hashable {
    /// When, in UTC.
    var day: SandboxDay

    /// What, such as `delivered`.
    var metric: String
}

/// The query of the statistics.
private struct StatsQuery {
    private var start: SandboxDay
    private var end: SandboxDay
    private var aggregation: String
    private var limit: Int
    private var offset: Int

    init(_ query: JSONValue, today: SandboxDay) throws(JSONProblem) {
        let reader = try JSONReader(open: query, at: "")
        start = try reader.required("start_date", reader.day("start_date"))
        end = try reader.day("end_date") ?? today
        aggregation = try reader.word("aggregated_by", of: ["day", "week", "month"]) ?? "day"
        limit = try reader.decimal("limit", in: 1...Int64(Int32.max)).map(Int.init) ?? .max
        offset = try reader.decimal("offset", in: 0...Int64(Int32.max)).map(Int.init) ?? 0
        guard start <= end else { throw reader.problem(.invalid, "end_date", "must not lie before start_date") }
        guard end.number - start.number <= 3660 else {
            throw reader.problem(.invalid, "start_date", "must not lie more than ten years before end_date")
        }
    }

    /// The days of the range, together with the day that each is counted under.
    var days: [(day: SandboxDay, heading: SandboxDay)] {
        (start.number...end.number).map(SandboxDay.init(number:)).map { ($0, heading(of: $0)) }
    }

    /// The part of the answer that is asked for.
    func page<Element>(of all: [Element]) -> ArraySlice<Element> { all.dropFirst(offset).prefix(limit) }

    private func heading(of day: SandboxDay) -> SandboxDay {
        switch aggregation {
        case "week": day.startOfWeek
        case "month": day.startOfMonth
        default: day
        }
    }
}

extension SendGridState {
    private static let metrics = [
        "blocks", "bounce_drops", "bounces", "clicks", "deferred", "delivered", "invalid_emails", "opens", "processed",
        "requests", "spam_report_drops", "spam_reports", "unique_clicks", "unique_opens", "unsubscribe_drops",
        "unsubscribes",
    ]

    /// Shows what was counted, by days, weeks or months; nobody opens a mail here, or clicks.
    func showStats(_ call: SendGridCall) throws(SendGridError) -> JSONValue {
        let query = try call.readQuery { query throws(JSONProblem) in
            try StatsQuery(query, today: SandboxDay(containing: now))
        }
        let headings = Dictionary(uniqueKeysWithValues: query.days.map { ($0.day, $0.heading) })
        var numbers: [SandboxDay: [String: Int64]] = [:]
        for heading in headings.values { numbers[heading] = [:] }
        for count in counts {
            guard let heading = headings[count.day] else { continue }
            numbers[heading]?[count.metric, default: 0] += 1
        }
        return .array(query.page(of: numbers.sorted { $0.key < $1.key }).map(Self.json))
    }

    private static func json(of day: SandboxDay, _ numbers: [String: Int64]) -> JSONValue {
        let metrics = metrics.map { ($0, JSONValue.integer(numbers[$0] ?? 0)) }
        return [
            "date": .string(day.description),
            "stats": [["metrics": .object(Dictionary(uniqueKeysWithValues: metrics))]],
        ]
    }
}
