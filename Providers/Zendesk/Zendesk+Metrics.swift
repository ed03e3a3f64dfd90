import FoundationEssentials
import SwitchboardCore

/// `ticket.metrics`: one walk over everything that changed since the first day, metrics included.
///
/// The metrics come along with the tickets (`include=metric_sets`), since `GET /ticket_metrics` knows no dates and leaves
/// out archived tickets.
extension ZendeskProvider {
    func measureTickets(
        _ action: MeasureTickets,
        using client: ProviderClient
    ) async throws(Failure) -> MeasureTickets.Receipt {
        let days = action.startDate.beginning..<action.endDate.beginning.advanced(by: .seconds(86_400))
        let now = client.now()
        guard days.lowerBound <= now else { throw .invalidInput("start_date", "lies in the future; give a past day") }
        // What was opened on a day has changed since its beginning; exports end a minute before the present.
        let start = min(days.lowerBound, now.advanced(by: .seconds(-120)))
        var tally = TicketTally()
        try await walk(.tickets, MeasuredTicket.self, from: .time(start), including: "metric_sets", using: client) {
            page throws(Failure) in
            for ticket in page.records where ticket.createdAt.map(days.contains) ?? false { tally.add(ticket) }
        }
        return tally.receipt
    }
}

extension CalendarDate {
    /// The first moment of the day in UTC.
    fileprivate var beginning: Timestamp { Timestamp("\(self)T00:00:00Z") ?? Timestamp(secondsSince1970: 0) }
}

/// As much of a ticket as is counted.
private struct MeasuredTicket: Decodable {
    let id: Int64
    let status: String?
    let priority: String?
    let createdAt: Timestamp?
    let metrics: Metrics?

    struct Metrics: Decodable {
        let reply: Minutes?
        let resolution: Minutes?

        private enum CodingKeys: String, CodingKey {
            case reply = "reply_time_in_minutes"
            case resolution = "full_resolution_time_in_minutes"
        }
    }

    struct Minutes: Decodable {
        let calendar: Int?
    }

    private enum CodingKeys: String, CodingKey {
        case id
        case status
        case priority
        case createdAt = "created_at"
        case metrics = "metric_set"
    }
}

/// Counts tickets as they come; of each it keeps the id alone, since one that changes meanwhile comes twice.
private struct TicketTally {
    private var seen: Set<Int64> = []
    private var byStatus: [String: Int] = [:]
    private var byPriority: [String: Int] = [:]
    private var replies = MinuteCounts()
    private var resolutions = MinuteCounts()

    mutating func add(_ ticket: MeasuredTicket) {
        guard ticket.status != "deleted", seen.insert(ticket.id).inserted else { return }
        byStatus[ticket.status ?? "none", default: 0] += 1
        byPriority[ticket.priority ?? "none", default: 0] += 1
        if let minutes = ticket.metrics?.reply?.calendar { replies.add(minutes) }
        if let minutes = ticket.metrics?.resolution?.calendar { resolutions.add(minutes) }
    }

    var receipt: MeasureTickets.Receipt {
        MeasureTickets.Receipt(
            total: seen.count,
            byStatus: byStatus,
            byPriority: byPriority,
            firstReply: replies.minutes,
            fullResolution: resolutions.minutes
        )
    }
}

/// How often each number of minutes came, which takes no more room with the number of tickets.
private struct MinuteCounts {
    private var counts: [Int: Int] = [:]
    private var total = 0

    mutating func add(_ minutes: Int) {
        counts[minutes, default: 0] += 1
        total += 1
    }

    var minutes: MeasureTickets.Minutes {
        guard total > 0 else { return MeasureTickets.Minutes(count: 0, median: nil, p90: nil) }
        let middle = Double(value(at: (total + 1) / 2) + value(at: total / 2 + 1)) / 2
        return MeasureTickets.Minutes(count: total, median: middle, p90: Double(value(at: (9 * total + 9) / 10)))
    }

    /// The value at a rank, from 1, among all in order.
    private func value(at rank: Int) -> Int {
        var passed = 0
        for (minutes, count) in counts.sorted(by: { $0.key < $1.key }) {
            passed += count
            if passed >= rank { return minutes }
        }
        return 0
    }
}
