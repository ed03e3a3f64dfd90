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
        if let field = action.fieldsBeyondIntercom.first {
            throw .invalidInput(field, "is more than Intercom can express in an email; leave it out")
        }
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

extension SendEmail {
    /// The names of the fields that are given and that Intercom has nothing for.
    fileprivate var fieldsBeyondIntercom: [String] {
        let given: KeyValuePairs = [
            "from": from != nil, "reply_to": replyTo != nil, "cc": cc?.isEmpty == false, "bcc": bcc?.isEmpty == false,
            "template_id": templateID != nil, "template_data": templateData != nil,
            "attachments": attachments?.isEmpty == false, "categories": categories?.isEmpty == false,
            "custom_args": customArgs?.isEmpty == false, "headers": headers?.isEmpty == false,
            "send_at": sendAt != nil, "batch_id": batchID != nil, "track_opens": trackOpens != nil,
            "track_clicks": trackClicks != nil, "unsubscribe_group_id": unsubscribeGroupID != nil,
            "sandbox": sandbox == true,
        ]
        return given.filter(\.value).map(\.key)
    }
}
