import HTTPTypes
import SwitchboardCore

/// `email.send` (https://www.twilio.com/docs/sendgrid/api-reference/mail-send/mail-send).
extension SendGridProvider {
    func sendEmail(_ action: SendEmail, using client: ProviderClient) async throws(Failure) -> SendEmail.Receipt {
        let sender = try checkedSender(of: action, at: client.now())
        let mail = Mail(frame: action.markedAs(client.actionID), sender: sender)
        let request = mailRequest(mail.text(carrying: [action]).bytes)
        guard request.body.count <= Mail.byteLimit else { throw action.tooLarge(request.body.count) }
        return SendEmail.Receipt(try await client.send(request))
    }

    /// The request that carries a mail: nothing tells SendGrid that it has seen one before.
    func mailRequest(_ body: [UInt8]) -> WireRequest {
        var request = WireRequest(.post, "/v3/mail/send", at: base, .once)
        request.body = body
        request.headers[.contentType] = "application/json"
        return request
    }

    /// The sender of a mail that SendGrid can express.
    ///
    /// - Throws: ``Failure/Kind/invalidInput``, naming the field.
    func checkedSender(of mail: SendEmail, at now: Timestamp) throws(Failure) -> Address {
        try mail.checkRecipients()
        try mail.checkHandling(at: now)
        guard let sender = mail.from ?? sender else {
            throw .invalidInput("from", "is missing; give a verified sender, or set \(senderVariable)")
        }
        return sender
    }
}

extension SendEmail {
    /// The mail with the action's id among what comes back with every event about it, so that a webhook can tell what
    /// became of a mail whose answer was lost.
    fileprivate func markedAs(_ id: ActionID) -> SendEmail {
        var mail = self
        mail.customArgs = Mail.marked(customArgs, as: id)
        return mail
    }
}

extension SendEmail.Receipt {
    /// Reads an answer of success; one in sandbox mode has no id.
    init(_ response: WireResponse) {
        self.init(messageID: response.headers[.messageID])
    }
}

extension HTTPField.Name {
    fileprivate static let messageID = HTTPField.Name("X-Message-Id").unsafelyUnwrapped
}
