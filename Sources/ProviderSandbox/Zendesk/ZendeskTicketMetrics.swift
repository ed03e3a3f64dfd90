import SwitchboardCore

/// When what happened to a ticket; all moments in seconds since 1970.
struct ZendeskTicketMetrics: Sendable {
    private let createdAt: Int64
    private var statusChangedAt: Int64
    private var requesterChangedAt: Int64
    private var commentedAt: Int64?
    private var firstAssignedAt: Int64?
    private var assignedAt: Int64?
    private var assigneeStations: Int64 = 0
    private var groupStations: Int64 = 0
    private var firstReplyAt: Int64?
    private var replies: Int64 = 0
    private var firstSolvedAt: Int64?
    private var solvedAt: Int64?
    private var reopens: Int64 = 0
    private var held: Int64 = 0

    /// Creates the metrics of a ticket that nothing has happened to.
    init(createdAt: Int64) {
        self.createdAt = createdAt
        statusChangedAt = createdAt
        requesterChangedAt = createdAt
    }

    /// Notes that the ticket goes from one status to another.
    mutating func note(status: String, after earlier: String, at now: Int64) {
        let (wasDone, isDone) = (Self.isDone(earlier), Self.isDone(status))
        if earlier == "hold" { held += now - statusChangedAt }
        statusChangedAt = now
        if isDone, !wasDone {
            solvedAt = now
            firstSolvedAt = firstSolvedAt ?? now
        } else if wasDone, !isDone {
            solvedAt = nil
            reopens += 1
        }
    }

    /// Notes that an agent, or nobody, has the ticket from now on.
    mutating func note(assignee: JSONValue, at now: Int64) {
        guard assignee != .null else { return }
        firstAssignedAt = firstAssignedAt ?? now
        assignedAt = now
        assigneeStations += 1
    }

    /// Notes that a group has the ticket from now on.
    mutating func note(group: JSONValue) {
        if group != .null { groupStations += 1 }
    }

    /// Notes that something was said; the first comment is no reply, whoever wrote it.
    mutating func note(_ comment: ZendeskComment, byAgent isByAgent: Bool) {
        defer { commentedAt = comment.createdAt }
        if !isByAgent { requesterChangedAt = comment.createdAt }
        guard commentedAt != nil, isByAgent, comment.input.isPublic else { return }
        firstReplyAt = firstReplyAt ?? comment.createdAt
        replies += 1
    }

    private static func isDone(_ status: String) -> Bool { status == "solved" || status == "closed" }
}

extension ZendeskTicketMetrics {
    /// Zendesk's shape.
    ///
    /// - Parameters:
    ///   - ticket: The ticket that it belongs to.
    ///   - origin: Where the account is reached.
    /// - Returns: The metrics.
    func json(of ticket: ZendeskTicket, at origin: String) -> JSONValue {
        let id = 33_000 + ticket.id
        return [
            "url": .string("\(origin)/api/v2/ticket_metrics/\(id).json"),
            "id": .integer(id),
            "ticket_id": .integer(ticket.id),
            "created_at": .time(createdAt),
            "updated_at": .time(ticket.updatedAt),
            "status_updated_at": .time(statusChangedAt),
            "requester_updated_at": .time(requesterChangedAt),
            "latest_comment_added_at": .time(commentedAt),
            "initially_assigned_at": .time(firstAssignedAt),
            "assigned_at": .time(assignedAt),
            "assignee_updated_at": .time(assignedAt),
            "assignee_stations": .integer(assigneeStations),
            "group_stations": .integer(groupStations),
            "solved_at": .time(solvedAt),
            "reopens": .integer(reopens),
            "replies": .integer(replies),
            "reply_time_in_minutes": minutes(until: firstReplyAt),
            "reply_time_in_seconds": ["calendar": firstReplyAt.map { .integer($0 - createdAt) } ?? .null],
            "first_resolution_time_in_minutes": minutes(until: firstSolvedAt),
            "full_resolution_time_in_minutes": minutes(until: solvedAt),
            "requester_wait_time_in_minutes": minutes(until: solvedAt),
            "agent_wait_time_in_minutes": ["calendar": 0, "business": 0],
            "on_hold_time_in_minutes": ["calendar": .integer(held / 60), "business": .integer(held / 60)],
        ]
    }

    /// All hours are business hours here.
    private func minutes(until moment: Int64?) -> JSONValue {
        let minutes = moment.map { JSONValue.integer(($0 - createdAt) / 60) } ?? .null
        return ["calendar": minutes, "business": minutes]
    }
}
