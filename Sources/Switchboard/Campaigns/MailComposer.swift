import SwitchboardCore

/// Writes a campaign's mails: its templates, parsed once.
struct MailComposer: Sendable {
    /// The names of what goes back to the platform with every event about a mail.
    private enum Argument {
        static let campaign = "campaign"
        static let client = "client"
        static let templateKind = "template_kind"
    }

    /// What every mail begins with.
    private let frame: SendEmail

    private let campaign: String
    private let kind: PersonalizedEmail.TemplateKind
    private let subject: TextTemplate?
    private let text: TextTemplate?
    private let html: TextTemplate?
    private let message: TextTemplate?

    /// Whether mails carry names and arguments; those of a provider that sends one by one do not.
    var isBare = false

    /// The batch with which scheduled mails can be cancelled.
    var batchID: String?

    /// Parses the templates.
    ///
    /// - Throws: ``Failure/Kind/invalidInput`` for one that is none, with the field and the line.
    init(_ email: PersonalizedEmail) throws(Failure) {
        campaign = email.campaignName
        kind = email.templateKind
        frame = SendEmail(email)
        subject = try Self.template(email.subject, "subject", .plain)
        text = try Self.template(email.text, "text", .plain)
        html = try Self.template(email.html, "html", .html)
        message = try Self.template(email.message, "message", .plain)
    }

    private static func template(
        _ text: String?,
        _ field: String,
        _ form: TextForm
    ) throws(Failure) -> TextTemplate? {
        guard let text else { return nil }
        return try TextTemplate(text, field: field, as: form)
    }

    /// Whether all recipients get the same text, so that they share requests; subjects may differ.
    var sharesContent: Bool { text?.isConstant ?? true && html?.isConstant ?? true }

    /// Whether the provider makes the text.
    var usesProviderTemplate: Bool { frame.templateID != nil }

    /// Whether there is something to say inside the product too.
    var hasMessage: Bool { message != nil }

    /// The names that the templates ask for, sorted.
    var names: [String] { Set([subject, text, html, message].compactMap { $0?.names }.joined()).sorted() }
}

/// What keeps a mail from being written.
struct CompositionProblem: Error {
    /// The name that is missing, or the field of the mail.
    var field: String
    var problem: String
}

extension MailComposer {
    /// The mail to one recipient.
    func mail(to recipient: CampaignRecipient) throws(CompositionProblem) -> SendEmail {
        let tokens = recipient.allTokens
        var mail = frame
        mail.to = [Address(recipient.email, name: isBare ? nil : recipient.name)]
        mail.subject = try rendered(subject, tokens, .singleLine)
        mail.text = try rendered(text, tokens)
        mail.html = try rendered(html, tokens)
        if usesProviderTemplate { mail.templateData = tokens }
        if !isBare { mail.customArgs = arguments(recipient) }
        mail.batchID = batchID
        return mail
    }

    /// What one recipient is told inside the product; `nil` where nothing is.
    func message(to recipient: CampaignRecipient) throws(CompositionProblem) -> SendMessage? {
        try rendered(message, recipient.allTokens).map { SendMessage(to: recipient.person, body: $0) }
    }

    private func arguments(_ recipient: CampaignRecipient) -> [String: String] {
        var arguments = [Argument.campaign: campaign, Argument.templateKind: kind.rawValue]
        arguments[Argument.client] = recipient.clientID
        return arguments
    }

    private func rendered(
        _ template: TextTemplate?,
        _ tokens: [String: JSONValue],
        _ constraint: Field.Constraint? = nil
    ) throws(CompositionProblem) -> String? {
        guard let template else { return nil }
        let text: String
        do throws(MissingTokens) {
            text = try template.rendered(with: tokens)
        } catch {
            let name = "".appending(member: error.names[0])
            throw CompositionProblem(field: name, problem: "stands for nothing here, and \(template.field) asks for it")
        }
        for constraint in [.notEmpty] + (constraint.map { [$0] } ?? []) {
            if let problem = constraint.problem(.string(text)) {
                throw CompositionProblem(field: template.field, problem: "rendered \(problem)")
            }
        }
        return text
    }
}

extension SendEmail {
    /// What all mails of a campaign share.
    fileprivate init(_ email: PersonalizedEmail) {
        self.init(to: [], from: email.from)
        replyTo = email.replyTo
        templateID = email.templateID
        categories = email.categories
        trackOpens = email.trackOpens
        trackClicks = email.trackClicks
        unsubscribeGroupID = email.unsubscribeGroupID
        sendAt = email.sendAt
    }
}
