import SwitchboardCore

/// A ticket.
struct ZendeskTicket: Sendable {
    /// A small number that counts up.
    let id: Int64

    /// Seconds since 1970.
    let createdAt: Int64

    /// Seconds since 1970.
    var updatedAt: Int64

    /// The members that a request sets and that are answered as they were sent.
    var members: [String: JSONValue] = [:]

    /// One of ``ZendeskTicketInput/statuses``.
    var status = "new"

    /// In lower case, each once.
    var tags: [String] = []

    /// The custom fields' values, by the fields' ids.
    var customFields: [Int64: JSONValue] = [:]

    /// Who asks.
    var requesterID: Int64

    /// Who opened it.
    var submitterID: Int64

    /// What was said, oldest first.
    var comments: [ZendeskComment] = []

    /// What was when, for its metrics.
    var metrics: ZendeskTicketMetrics

    /// Whether it was deleted; exports still show it then.
    var isDeleted = false

    /// The words of its subject and of its comments, for searches.
    private(set) var words: [String] = []

    /// Creates a ticket without content.
    init(id: Int64, at now: Int64, requester: Int64, submitter: Int64) {
        self.id = id
        createdAt = now
        updatedAt = now
        requesterID = requester
        submitterID = submitter
        metrics = ZendeskTicketMetrics(createdAt: now)
    }

    /// Reads the words again, after subject or comments have changed.
    mutating func updateWords() {
        let texts = [members["subject"]?.string ?? ""] + comments.map(\.input.body)
        words = texts.flatMap(ZendeskQuery.words)
    }
}

extension ZendeskTicket {
    /// Zendesk's shape.
    ///
    /// - Parameter origin: Where the account is reached.
    /// - Returns: The ticket.
    func json(at origin: String) -> JSONValue {
        var result: [String: JSONValue] = Self.constant
        for name in ZendeskTicketInput.plainNames { result[name] = members[name] ?? .null }
        result["raw_subject"] = result["subject"]
        result["url"] = .string("\(origin)/api/v2/tickets/\(id).json")
        result["id"] = .integer(id)
        result["created_at"] = .time(createdAt)
        result["updated_at"] = .time(updatedAt)
        result["generated_timestamp"] = .integer(updatedAt)
        result["description"] = comments.first.map { .string($0.input.body) } ?? .null
        result["status"] = .string(isDeleted ? "deleted" : status)
        result["requester_id"] = .integer(requesterID)
        result["submitter_id"] = .integer(submitterID)
        result["is_public"] = .bool(comments.contains { $0.input.isPublic })
        result["tags"] = .array(tags.map(JSONValue.string))
        let values = customFields.sorted { $0.key < $1.key }
        result["custom_fields"] = .array(values.map { ["id": .integer($0.key), "value": $0.value] })
        result["fields"] = result["custom_fields"]
        return .object(result)
    }

    private static let constant: [String: JSONValue] = [
        "via": .zendeskVia, "collaborator_ids": [], "follower_ids": [], "email_cc_ids": [], "followup_ids": [],
        "sharing_agreement_ids": [], "forum_topic_id": .null, "has_incidents": false, "satisfaction_rating": .null,
        "custom_status_id": 1, "allow_channelback": false, "allow_attachments": true, "from_messaging_channel": false,
    ]
}
