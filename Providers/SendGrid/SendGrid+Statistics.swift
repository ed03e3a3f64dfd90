import HTTPTypes
import SwitchboardCore

/// `email.stats` (https://www.twilio.com/docs/sendgrid/api-reference/stats/retrieve-global-email-statistics).
extension SendGridProvider {
    func getEmailStatistics(
        _ action: GetEmailStatistics,
        using client: ProviderClient
    ) async throws(Failure) -> GetEmailStatistics.Receipt {
        var query = [(name: "start_date", value: action.startDate.description)]
        if let endDate = action.endDate { query.append((name: "end_date", value: endDate.description)) }
        if let span = action.aggregatedBy { query.append((name: "aggregated_by", value: span.rawValue)) }
        let request = WireRequest(.get, "/v3/stats", query: query, at: base, .safe)
        let rows = try await client.send(request, as: [Row].self)
        return GetEmailStatistics.Receipt(stats: rows.map(\.statistics))
    }
}

/// A row as SendGrid nests it; the list inside has one element for an account as a whole.
private struct Row: Decodable {
    struct Element: Decodable {
        /// Whatever is counted; what is no count is not ours to know.
        var metrics: [String: JSONValue]
    }

    var date: CalendarDate
    var stats: [Element]

    var statistics: EmailStatistics {
        let counts = stats.map { $0.metrics.compactMapValues(\.integer) }
            .reduce(into: [:]) { $0.merge($1, uniquingKeysWith: &+) }
        return EmailStatistics(date: date, counts: counts)
    }
}
