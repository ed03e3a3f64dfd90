/// Looks a person up.
public struct GetContact: Action {
    /// The name under which configuration, command line and audit log know it.
    public static let name = "contact.get"
    /// What it does, in one sentence.
    public static let summary = "Looks a person up."
    /// It changes nothing.
    public static let isRead = true
    /// The fields of its JSON form.
    public static let fields: [Field] = [.person(CodingKeys.person, "whom to look up")]

    /// Whom to look up.
    public var person: Person

    /// Creates the action.
    public init(person: Person) {
        self.person = person
    }

    /// Whom it concerns.
    public var people: [Person] { [person] }

    enum CodingKeys: String, CodingKey, CaseIterable {
        case person
    }
}

extension GetContact {
    /// The person as the provider knows them.
    public struct Receipt: ActionReceipt {
        /// The contact.
        public var contact: Contact

        /// Creates a receipt.
        public init(contact: Contact) {
            self.contact = contact
        }

        /// The id of what was made, for the audit log.
        public var reference: String? { contact.id }
        /// The person by the provider's id, for the audit log.
        public var person: Person? { Person(contactID: contact.id) }
    }
}
