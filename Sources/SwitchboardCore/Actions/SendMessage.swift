/// Sends a message to one person, inside the product or by email.
public struct SendMessage: Action {
    /// The name under which configuration, command line and audit log know it.
    public static let name = "message.send"
    /// What it does, in one sentence.
    public static let summary = "Sends a message to one person, inside the product or by email."
    /// The fields of its JSON form.
    public static let fields: [Field] = [
        .person(CodingKeys.to, "who gets it"),
        .optional(CodingKeys.messageType, .choice(Kind.allCases.map(\.rawValue)), audit: .plain, "inapp unless given"),
        .optional(CodingKeys.subject, .string, audit: .size, "required for email", .notEmpty, .singleLine),
        .required(CodingKeys.body, .string, audit: .size, "the text, sent verbatim", .notEmpty),
        .optional(CodingKeys.fromAdminID, .string, audit: .plain, "the sending admin", .notEmpty, .singleLine),
        .optional(
            CodingKeys.template,
            .choice(Template.allCases.map(\.rawValue)),
            audit: .plain,
            "the look of an email; plain unless given"
        ),
    ]

    /// How the message reaches the person.
    public enum Kind: String, Codable, Sendable, CaseIterable {
        /// Inside the product.
        case inapp
        /// By email.
        case email
    }

    /// The look of an email.
    public enum Template: String, Codable, Sendable, CaseIterable {
        /// Without decoration.
        case plain
        /// As from a person.
        case personal
    }

    /// Who gets it.
    public var to: Person

    /// How it reaches the person; in the product unless given.
    public var messageType: Kind?

    /// The subject; required for email.
    public var subject: String?

    /// The text, sent verbatim.
    public var body: String

    /// The provider's id of the sending admin; the configured one unless given.
    public var fromAdminID: String?

    /// The look of an email; plain unless given.
    public var template: Template?

    /// Creates the action.
    public init(
        to: Person,
        body: String,
        messageType: Kind? = nil,
        subject: String? = nil,
        fromAdminID: String? = nil,
        template: Template? = nil
    ) {
        self.to = to
        self.body = body
        self.messageType = messageType
        self.subject = subject
        self.fromAdminID = fromAdminID
        self.template = template
    }

    /// Whom it concerns.
    public var people: [Person] { [to] }

    /// Checks what no single field can say.
    public func validate() throws(Failure) {
        switch messageType ?? .inapp {
        case .email where subject == nil: throw .invalidInput("subject", "is missing; an email needs one")
        case .inapp where template != nil:
            throw .invalidInput("template", "applies to emails only; leave it out or set message_type to email")
        default: return
        }
    }

    enum CodingKeys: String, CodingKey, CaseIterable {
        case to
        case messageType = "message_type"
        case subject
        case body
        case fromAdminID = "from_admin_id"
        case template
    }
}

extension SendMessage {
    /// What the provider made of the message.
    public struct Receipt: ActionReceipt {
        /// The provider's id of the message.
        public var messageID: String

        /// The provider's id of the person, under the ancestor's name for it.
        public var userID: String

        /// The provider's id of the person.
        public var contactID: String

        /// How the message was sent.
        public var messageType: Kind

        /// Creates a receipt.
        public init(messageID: String, contactID: String, messageType: Kind) {
            self.messageID = messageID
            self.userID = contactID
            self.contactID = contactID
            self.messageType = messageType
        }

        /// The id of what was made, for the audit log.
        public var reference: String? { messageID }
        /// The person by the provider's id, for the audit log.
        public var person: Person? { Person(contactID: contactID) }

        private enum CodingKeys: String, CodingKey {
            case messageID = "message_id"
            case userID = "user_id"
            case contactID = "contact_id"
            case messageType = "message_type"
        }
    }
}
