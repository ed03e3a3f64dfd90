/// Adds to numbers that a provider keeps of a person.
public struct IncrementContact: Action {
    /// The name under which configuration, command line and audit log know it.
    public static let name = "contact.increment"
    /// What it does, in one sentence.
    public static let summary = "Adds to numbers that a provider keeps of a person."
    /// The fields of its JSON form.
    public static let fields: [Field] = [
        .person(CodingKeys.person, "whose numbers"),
        .required(
            CodingKeys.amounts,
            .map(of: .number),
            audit: .size,
            "how much to add, by property; negative subtracts",
            .notEmpty
        ),
    ]

    /// Whose numbers.
    public var person: Person

    /// How much to add, by property.
    ///
    /// A negative amount subtracts; a property that does not exist counts as zero.
    public var amounts: [String: Double]

    /// Creates the action.
    public init(person: Person, amounts: [String: Double]) {
        self.person = person
        self.amounts = amounts
    }

    /// Whom it concerns.
    public var people: [Person] { [person] }

    /// Nobody: only what is kept changes.
    public var recipients: Recipients { .nobody }

    enum CodingKeys: String, CodingKey, CaseIterable {
        case person
        case amounts
    }
}

extension IncrementContact {
    /// Whose numbers they were.
    public struct Receipt: ActionReceipt {
        /// The provider's id of the person, under the ancestor's name for it.
        public var userID: String

        /// The provider's id of the person.
        public var contactID: String

        /// Creates a receipt.
        public init(contactID: String) {
            self.userID = contactID
            self.contactID = contactID
        }

        /// The id of what was changed, for the audit log.
        public var reference: String? { contactID }
        /// The person by the provider's id, for the audit log.
        public var person: Person? { Person(contactID: contactID) }

        private enum CodingKeys: String, CodingKey {
            case userID = "user_id"
            case contactID = "contact_id"
        }
    }
}
