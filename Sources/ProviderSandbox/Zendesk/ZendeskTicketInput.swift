import SwitchboardCore

/// What a request says of a ticket.
struct ZendeskTicketInput: Sendable {
    /// All its members.
    let record: ZendeskRecordInput

    /// The comment, where there is one.
    let comment: ZendeskCommentInput?

    private static let kinds = ["problem", "incident", "question", "task"]

    /// The statuses, from the first to the last.
    static let statuses = ["new", "open", "pending", "hold", "solved", "closed"]

    /// The priorities, from the least to the greatest.
    static let priorities = ["low", "normal", "high", "urgent"]

    /// The members that are kept and answered as they came.
    static let plainNames = [
        "subject", "priority", "type", "external_id", "assignee_id", "group_id", "organization_id", "due_at",
        "recipient", "problem_id", "brand_id", "ticket_form_id",
    ]

    private static let shapes: [String: JSONShape] = [
        "subject": .string, "external_id": .string, "recipient": .email, "due_at": .string, "updated_stamp": .string,
        "priority": .word(priorities), "type": .word(kinds), "status": .word(statuses),
        "id": .integer, "requester_id": .integer, "submitter_id": .integer, "assignee_id": .integer,
        "group_id": .integer, "organization_id": .integer, "problem_id": .integer, "brand_id": .integer,
        "ticket_form_id": .integer, "safe_update": .boolean,
        "tags": .list(of: .string), "additional_tags": .list(of: .string), "remove_tags": .list(of: .string),
        "custom_fields": .list(of: .object(["id": .integer, "value": .any], required: ["id"])),
        "comment": .object(ZendeskCommentInput.shapes),
        "requester": .object(["name": .string, "email": .email]),
    ]

    private static let unplayed: Set<String> = [
        "assignee_email", "attribute_value_ids", "collaborator_ids", "collaborators", "additional_collaborators",
        "custom_status_id", "email_cc_ids", "email_ccs", "follower_ids", "followers", "macro_id", "macro_ids",
        "metadata", "raw_subject", "sharing_agreement_ids", "via", "via_followup_source_id", "via_id", "voice_comment",
    ]

    /// Reads a ticket.
    ///
    /// - Parameters:
    ///   - value: The JSON.
    ///   - name: Where it stands, for what is dropped: `ticket` or `tickets`.
    ///   - isInJob: Whether it is one of many, which may name its id and change its tags.
    /// - Throws: What is wrong with it.
    init(_ value: JSONValue, named name: String, isInJob: Bool = false) throws(ZendeskError) {
        let onlyInJobs = ["id", "additional_tags", "remove_tags"]
        let shapes = isInJob ? Self.shapes : Self.shapes.filter { !onlyInJobs.contains($0.key) }
        record = try ZendeskRecordInput(value, named: name, shapes, unplayed: Self.unplayed)
        comment = try record["comment"].map { value throws(ZendeskError) in try ZendeskCommentInput(value) }
        let problems = Self.problems(of: record)
        guard problems.isEmpty else { throw ZendeskError(invalid: problems) }
    }

    private static func problems(of record: ZendeskRecordInput) -> [JSONProblem] {
        var problems: [JSONProblem] = []
        for name in ["tags", "additional_tags", "remove_tags"] {
            for tag in record.tags(name) ?? [] where tag.isEmpty || tag.contains(where: \.isWhitespace) {
                problems.append(JSONProblem(.invalid, name, "a tag has no spaces"))
            }
        }
        if let due = record["due_at"]?.string, Timestamp(due) == nil {
            problems.append(JSONProblem(.invalid, "due_at", "must be a time such as 2026-01-31T12:00:00Z"))
        }
        if record["requester"] != nil, record["requester_id"] != nil {
            problems.append(JSONProblem(.invalid, "requester", "cannot stand beside requester_id"))
        }
        if record["safe_update"] == true, record["updated_stamp"]?.string.flatMap({ Timestamp($0) }) == nil {
            problems.append(JSONProblem(.missing, "updated_stamp", "is required with safe_update, and must be a time"))
        }
        return problems
    }

    /// Whether the change it asks for is meant for another state of the ticket.
    func conflicts(withChangeAt seconds: Int64) -> Bool {
        guard record["safe_update"] == true, let stamp = record["updated_stamp"]?.string.flatMap({ Timestamp($0) })
        else { return false }
        return stamp != Timestamp(secondsSince1970: seconds)
    }
}
