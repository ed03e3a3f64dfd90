import SwitchboardCore

/// The body of `POST /messages`.
struct IntercomMessageInput: Sendable {
    /// `in_app` or `email`.
    var messageType: String

    /// The text, where given.
    var body: String?

    /// The email's subject, where given.
    var subject: String?

    /// The id of the admin who sends.
    var from: String

    /// The ids of the contacts whom it is for.
    var to: [String]

    /// The ids of all contacts who receive: to, cc and bcc.
    var recipients: [String]

    /// Seconds since 1970, where given.
    var createdAt: Int64?

    /// Whether a conversation begins without waiting for an answer.
    var beginsConversation: Bool

    private static let names: Set<String> = [
        "message_type", "subject", "body", "template", "from", "to", "cc", "bcc", "created_at",
        "create_conversation_without_contact_reply",
    ]

    /// Reads the body.
    init(_ value: JSONValue) throws(JSONProblem) {
        let reader = try JSONReader(value, knowing: Self.names)
        messageType = try reader.required("message_type", reader.word("message_type", of: ["in_app", "email"]))
        body = try reader.string("body")
        subject = try reader.string("subject")
        let template = try reader.word("template", of: ["plain", "personal"])
        if messageType == "email" { _ = try reader.required("template", template) }
        from = try Self.sender(reader)
        to = try Self.recipients(reader, "to")
        recipients = to
        for name in ["cc", "bcc"] where reader.value(name) != nil { recipients += try Self.recipients(reader, name) }
        createdAt = try reader.seconds("created_at")
        beginsConversation = try reader.bool("create_conversation_without_contact_reply") ?? false
    }

    private static func sender(_ reader: JSONReader) throws(JSONProblem) -> String {
        let from = try reader.required("from", reader.value("from"))
        let sender = try JSONReader(from, at: reader.path(of: "from"), knowing: ["type", "id"])
        _ = try sender.required("type", sender.word("type", of: ["admin"]))
        return String(try sender.required("id", sender.integer("id")))
    }

    /// One recipient or a list of them.
    private static func recipients(_ reader: JSONReader, _ name: String) throws(JSONProblem) -> [String] {
        let value = try reader.required(name, reader.value(name))
        var ids: [String] = []
        for recipient in value.array ?? [value] {
            let reader = try JSONReader(recipient, at: reader.path(of: name), knowing: ["type", "id"])
            _ = try reader.required("type", reader.word("type", of: ["user", "lead"]))
            ids.append(try reader.required("id", reader.string("id")))
        }
        guard !ids.isEmpty else { throw reader.problem(.missing, name, "must not be empty") }
        return ids
    }
}
