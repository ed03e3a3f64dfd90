/// Sends an email.
///
/// Text and HTML go out verbatim. What a provider cannot express it refuses by the field's name.
public struct SendEmail: Action, Hashable {
    /// The name under which configuration, command line and audit log know it.
    public static let name = "email.send"
    /// What it does, in one sentence.
    public static let summary = "Sends an email."

    /// Who gets it.
    public var to: [Address]

    /// Who writes it; the configured sender unless given.
    public var from: Address?

    /// Where answers go; to the sender unless given.
    public var replyTo: Address?

    /// Who gets a copy that everybody sees.
    public var cc: [Address]?

    /// Who gets a copy that nobody sees.
    public var bcc: [Address]?

    /// The subject; required unless a template brings it.
    public var subject: String?

    /// The plain text; this or ``html`` is required unless a template brings them.
    public var text: String?

    /// The HTML.
    public var html: String?

    /// The provider's id of a template.
    public var templateID: String?

    /// What the template's placeholders stand for.
    public var templateData: [String: JSONValue]?

    /// The files that go with it.
    public var attachments: [Attachment]?

    /// Under what the provider's statistics count it.
    public var categories: [String]?

    /// What comes back with every event about it.
    public var customArgs: [String: String]?

    /// Further header fields.
    public var headers: [String: String]?

    /// When it goes out; at once unless given.
    public var sendAt: Timestamp?

    /// The batch, by the id that ``CreateEmailBatchID`` gives, under which it can be cancelled until it goes out.
    public var batchID: String?

    /// Whether opening it is tracked; as the account is set unless given.
    public var trackOpens: Bool?

    /// Whether clicks on its links are tracked; as the account is set unless given.
    public var trackClicks: Bool?

    /// The group that its unsubscribe link is about.
    public var unsubscribeGroupID: Int64?

    /// Whether the provider only checks it and sends nothing.
    public var sandbox: Bool?

    /// Creates an email; what few of them need is set afterwards.
    public init(
        to: [Address],
        subject: String? = nil,
        text: String? = nil,
        html: String? = nil,
        from: Address? = nil
    ) {
        self.to = to
        self.subject = subject
        self.text = text
        self.html = html
        self.from = from
    }

    /// Creates an email that a template of the provider's makes.
    public init(to: [Address], templateID: String, templateData: [String: JSONValue]? = nil, from: Address? = nil) {
        self.init(to: to, from: from)
        self.templateID = templateID
        self.templateData = templateData
    }

    /// Whom it concerns.
    public var people: [Person] { (to + (cc ?? []) + (bcc ?? [])).map(\.person) }

    /// The mail with this address in the place of all of its recipients.
    public func redirected(to address: Address) -> SendEmail? {
        var mail = self
        (mail.to, mail.cc, mail.bcc) = ([address], nil, nil)
        return mail
    }

    enum CodingKeys: String, CodingKey, CaseIterable {
        case to
        case from
        case replyTo = "reply_to"
        case cc
        case bcc
        case subject
        case text
        case html
        case templateID = "template_id"
        case templateData = "template_data"
        case attachments
        case categories
        case customArgs = "custom_args"
        case headers
        case sendAt = "send_at"
        case batchID = "batch_id"
        case trackOpens = "track_opens"
        case trackClicks = "track_clicks"
        case unsubscribeGroupID = "unsubscribe_group_id"
        case sandbox
    }
}

extension SendEmail {
    /// What the provider made of the email.
    public struct Receipt: ActionReceipt {
        /// The provider's id of the message; `nil` where it gave none, as for one that was only checked.
        public var messageID: String?

        /// Creates a receipt.
        public init(messageID: String?) {
            self.messageID = messageID
        }

        /// The id of what was made, for the audit log.
        public var reference: String? { messageID }

        private enum CodingKeys: String, CodingKey {
            case messageID = "message_id"
        }
    }
}
