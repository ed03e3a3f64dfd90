/// Creates a contact, or updates the one that exists.
public struct UpsertContact: Action {
    /// The name under which configuration, command line and audit log know it.
    public static let name = "contact.upsert"
    /// What it does, in one sentence.
    public static let summary = "Creates a contact, or updates the one that exists."
    /// The fields of its JSON form.
    public static let fields: [Field] = [
        .person(CodingKeys.person, "whom to create or update"),
        .optional(CodingKeys.name, .string, audit: .size, "the full name"),
        .optional(CodingKeys.phone, .string, audit: .size, "the telephone number", .singleLine),
        .optional(CodingKeys.attributes, .map(of: .json), audit: .size, "custom attributes by name"),
        .optional(CodingKeys.role, .string, audit: .plain, "the provider's word for the kind of contact", .notEmpty),
    ]

    /// Whom to create or update; every id that is given is stored.
    public var person: Person

    /// The full name.
    public var name: String?

    /// The telephone number, passed on as it is.
    public var phone: String?

    /// Custom attributes by name.
    public var attributes: [String: JSONValue]?

    /// The provider's word for the kind of contact, such as Intercom's `user` and `lead`.
    public var role: String?

    /// Creates the action.
    public init(
        person: Person,
        name: String? = nil,
        phone: String? = nil,
        attributes: [String: JSONValue]? = nil,
        role: String? = nil
    ) {
        self.person = person
        self.name = name
        self.phone = phone
        self.attributes = attributes
        self.role = role
    }

    /// Whom it concerns.
    public var people: [Person] { [person] }

    /// Nobody: only what is kept changes.
    public var recipients: Recipients { .nobody }

    enum CodingKeys: String, CodingKey, CaseIterable {
        case person
        case name
        case phone
        case attributes
        case role
    }
}

extension UpsertContact {
    /// Which contact it was.
    public struct Receipt: ActionReceipt {
        /// The provider's id of the person, under the ancestor's name for it; where the provider gives one later, the
        /// id among those given by which it knows the person meanwhile.
        public var userID: String

        /// The provider's id of the person; `nil` where it gives one later.
        public var contactID: String?

        /// The provider's id of the work, where it does it later.
        public var jobID: String?

        /// Whether the contact is new, where the provider says so.
        public var created: Bool?

        /// Creates a receipt.
        public init(contactID: String, created: Bool?) {
            self.userID = contactID
            self.contactID = contactID
            self.created = created
        }

        /// Creates a receipt of work that the provider has accepted and does later.
        public init(knownBy id: String, jobID: String) {
            self.userID = id
            self.jobID = jobID
        }

        /// The id of what was made, for the audit log.
        public var reference: String? { contactID ?? jobID }
        /// The person by the provider's id, for the audit log.
        public var person: Person? { contactID.map { Person(contactID: $0) } }

        private enum CodingKeys: String, CodingKey {
            case userID = "user_id"
            case contactID = "contact_id"
            case jobID = "job_id"
            case created
        }
    }
}
