import SwitchboardCore

/// As much of an email as Intercom can express: a message from an admin to one contact.
struct IntercomLetter {
    let address: String
    let subject: String
    let body: String

    /// Translates an action.
    ///
    /// - Throws: ``Failure/Kind/invalidInput``, naming the first field that Intercom cannot express.
    init(_ action: SendEmail) throws(Failure) {
        if let field = action.given(among: Self.lacking).min() {
            throw .invalidInput(field, "is more than Intercom can express in an email; leave it out")
        }
        // No field to give up: without it the mail would be sent.
        if action.sandbox == true { throw .invalidInput("sandbox", "is nothing that Intercom has; leave it out") }
        guard let recipient = action.to.first, action.to.count == 1 else {
            throw .invalidInput("to", "has \(action.to.count) elements; Intercom writes to one contact at a time")
        }
        if recipient.name != nil {
            throw .invalidInput("to[0].name", "is what Intercom takes from the contact; leave it out")
        }
        guard let subject = action.subject else {
            throw .invalidInput("subject", "is missing; an email of Intercom's needs one")
        }
        if action.text != nil, action.html != nil {
            throw .invalidInput("text", "stands beside html; Intercom sends one body, so leave one of them out")
        }
        guard let body = action.html ?? action.text else {
            throw .invalidInput("text", "is missing; give text or html")
        }
        address = recipient.email
        self.subject = subject
        self.body = body
    }
}

extension IntercomLetter {
    /// The fields of an email that Intercom has nothing for.
    static let lacking: Set<String> = [
        "from", "reply_to", "cc", "bcc", "template_id", "template_data", "attachments", "categories", "custom_args",
        "headers", "send_at", "batch_id", "track_opens", "track_clicks", "unsubscribe_group_id",
    ]
}
