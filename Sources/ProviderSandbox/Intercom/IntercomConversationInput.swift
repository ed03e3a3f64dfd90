import SwitchboardCore

/// The body of `POST /conversations`.
struct IntercomConversationInput: Sendable {
    /// The contact's id.
    var contact: String

    /// What the contact says.
    var body: String

    /// Seconds since 1970, where given.
    var createdAt: Int64?

    /// Reads the body.
    init(_ value: JSONValue) throws(JSONProblem) {
        let reader = try JSONReader(value, knowing: ["from", "body", "created_at"])
        let from = try JSONReader(reader.required("from", reader.value("from")), at: "from", knowing: ["type", "id"])
        _ = try from.required("type", from.word("type", of: ["user", "lead", "contact"]))
        contact = try from.required("id", from.string("id"))
        body = try reader.required("body", reader.string("body"))
        createdAt = try reader.seconds("created_at")
    }
}

/// The body of `POST /conversations/{id}/reply`.
struct IntercomReplyInput: Sendable {
    /// `comment` or `note`.
    var kind: String

    /// The teammate who replies; `nil` for the contact.
    var adminID: String?

    /// What is said.
    var body: String

    /// The member that names the contact, with its value.
    var contact: (member: String, value: String)?

    private static let contactMembers = ["intercom_user_id", "user_id", "email"]

    /// Reads the body.
    init(_ value: JSONValue) throws(JSONProblem) {
        let names = ["message_type", "type", "admin_id", "body"] + Self.contactMembers
        let reader = try JSONReader(value, knowing: Set(names))
        let type = try reader.required("type", reader.word("type", of: ["admin", "user"]))
        kind = try reader.required("message_type", reader.word("message_type", of: ["comment", "note"]))
        body = try reader.required("body", reader.string("body"))
        if type == "admin" {
            adminID = try reader.required("admin_id", reader.identifier("admin_id"))
            return
        }
        guard kind == "comment" else { throw reader.problem(.invalid, "message_type", "must be comment for a user") }
        for name in Self.contactMembers {
            if let value = try reader.string(name) { contact = (name, value) }
        }
        guard contact != nil else {
            throw JSONProblem(.missing, "", "one of \(Self.contactMembers.joined(separator: ", ")) is required")
        }
    }
}

/// The body of `POST /conversations/{id}/parts`.
struct IntercomPartInput: Sendable {
    /// `close`, `open`, `snoozed` or `assignment`.
    var kind: String

    /// Whether an assignment goes to a team.
    var isForTeam: Bool

    /// The teammate who acts.
    var adminID: String

    /// What is said with it.
    var body: String?

    /// Seconds since 1970, for a snooze.
    var snoozedUntil: Int64?

    /// Whom an assignment goes to, 0 for nobody.
    var assignee: Int64?

    /// Reads the body; each kind has members of its own.
    init(_ value: JSONValue) throws(JSONProblem) {
        let reader = try JSONReader(open: value, at: "")
        let kinds = ["close", "open", "snoozed", "assignment"]
        kind = try reader.required("message_type", reader.word("message_type", of: kinds))
        var names: Set<String> = ["message_type", "type", "admin_id"]
        switch kind {
        case "close": names.insert("body")
        case "snoozed": names.insert("snoozed_until")
        case "assignment": names.formUnion(["body", "assignee_id"])
        default: break
        }
        _ = try JSONReader(value, knowing: names)
        // Intercom asks for a type with all of them but `open` and `snoozed`.
        let type = try reader.word("type", of: kind == "assignment" ? ["admin", "team"] : ["admin"])
        if kind == "close" || kind == "assignment" { _ = try reader.required("type", type) }
        isForTeam = type == "team"
        adminID = try reader.required("admin_id", reader.identifier("admin_id"))
        body = try reader.string("body")
        if kind == "snoozed" {
            snoozedUntil = try reader.required("snoozed_until", reader.seconds("snoozed_until"))
        }
        if kind == "assignment" { assignee = try Self.assignee(reader) }
    }

    private static func assignee(_ reader: JSONReader) throws(JSONProblem) -> Int64 {
        let text = try reader.required("assignee_id", reader.identifier("assignee_id"))
        guard let id = Int64(text), id >= 0 else {
            throw reader.problem(.invalid, "assignee_id", "must be an id of digits")
        }
        return id
    }
}
