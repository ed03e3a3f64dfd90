import HTTPTypes
import SwitchboardCore

/// `engagement.report`: named events of everybody are counted by Mixpanel, anything else from the raw events.
///
/// `/api/query/events` counts all names in one of the 60 queries an hour, without repetitions; segmentation would take a
/// query a name. It must be told the names, and knows no people: for those the raw export is counted while it streams by,
/// since the activity feed is in maintenance mode and answers in one piece. An event that the export shows twice counts
/// twice there: to know it again would take memory for every event of the range.
extension MixpanelProvider {
    func reportEngagement(
        _ action: ReportEngagement,
        using client: ProviderClient
    ) async throws(Failure) -> ReportEngagement.Receipt {
        if action.person == nil, let names = action.names {
            return try await counts(of: names, action, using: client)
        }
        let request = try exportRequest(
            from: action.fromDate,
            to: action.toDate,
            names: action.names,
            filter: try action.person.map { (person) throws(Failure) in Self.filter(try distinctID(of: person)) }
        )
        let tally = try await ExportLines(collecting: Tally()).result(of: request, using: client)
        return ReportEngagement.Receipt(counts: tally.counts)
    }

    private func counts(
        of names: [String],
        _ action: ReportEngagement,
        using client: ProviderClient
    ) async throws(Failure) -> ReportEngagement.Receipt {
        var query = try credentials.readingQuery()
        query += [
            ("event", Self.list(names)), ("type", "general"), ("unit", "day"),
            ("from_date", action.fromDate.description), ("to_date", action.toDate.description),
        ]
        var request = WireRequest(.get, "/api/query/events", query: query, at: hosts.query, .safe)
        request.attemptTimeout = .seconds(30)
        let answer = try await client.send(request, as: EventCounts.self)
        var counts: [ReportEngagement.Receipt.Count] = []
        for (event, days) in answer.data.values {
            for (day, count) in days {
                // Some units come with a time of the day behind the date.
                guard let day = CalendarDate(String(day.prefix(10))) else {
                    throw .malformedResponse(status: 200, to: request)
                }
                counts.append(ReportEngagement.Receipt.Count(event: event, day: day, count: count))
            }
        }
        return ReportEngagement.Receipt(counts: counts)
    }

    /// The expression for one person's events; `$distinct_id` is what filters call the id.
    private static func filter(_ id: String) -> String {
        var text = JSONText()
        text.string(id)
        return #"properties["$distinct_id"] == \#(text.text)"#
    }
}

/// Counts lines by event and day; its memory grows with those, not with the lines.
private struct Tally: LineCollector {
    private struct Key: Hashable {
        var event: String
        /// Days since 1970: an export's times are the project's own, so its days are too.
        var day: Int64
    }

    private struct Line: Decodable {
        struct Properties: Decodable {
            let time: Double
        }

        let event: String
        let properties: Properties
    }

    private var numbers: [Key: Int] = [:]
    private var days: [Int64: CalendarDate] = [:]

    mutating func take(_ line: ExportedLine) throws(Failure) {
        let event = try line.decode(Line.self)
        guard let at = Timestamp(mixpanelTime: event.properties.time), at >= Timestamp(secondsSince1970: 0) else {
            throw line.failure
        }
        let day = at.secondsSince1970 / 86_400
        if days[day] == nil {
            guard let date = CalendarDate(String(at.description.prefix(10))) else { throw line.failure }
            days[day] = date
        }
        numbers[Key(event: event.event, day: day), default: 0] += 1
    }

    var counts: [ReportEngagement.Receipt.Count] {
        numbers.compactMap { key, count in
            days[key.day].map { ReportEngagement.Receipt.Count(event: key.event, day: $0, count: count) }
        }
    }
}

/// The answer of `GET /api/query/events`.
private struct EventCounts: Decodable, Sendable {
    struct Series: Decodable, Sendable {
        let values: [String: [String: Int]]
    }

    let data: Series
}
