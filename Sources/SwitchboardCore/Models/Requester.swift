/// Who asks for help: a person, by at least one of three ids, and perhaps the name.
public struct Requester: Codable, Sendable, Hashable {
    /// The person's email address.
    public var email: String?

    /// The platform's own id of the person.
    public var userID: String?

    /// The provider's id of the person, used without a look-up.
    public var contactID: String?

    /// The full name, for a person whom the provider does not know yet.
    public var name: String?

    /// Creates a requester from whatever is known.
    public init(email: String? = nil, userID: String? = nil, contactID: String? = nil, name: String? = nil) {
        self.email = email
        self.userID = userID
        self.contactID = contactID
        self.name = name
    }

    /// Creates a requester from a person.
    public init(_ person: Person, name: String? = nil) {
        self.init(email: person.email, userID: person.userID, contactID: person.contactID, name: name)
    }

    /// The person by the ids alone.
    public var person: Person { Person(email: email, userID: userID, contactID: contactID) }

    private enum CodingKeys: String, CodingKey {
        case email
        case userID = "user_id"
        case contactID = "contact_id"
        case name
    }
}

extension Requester {
    /// What a requester is inside an action.
    static let kind = Field.Kind.object(
        name: "requester",
        Person.fields + [
            .optional(
                CodingKeys.name,
                .string,
                audit: .sealed,
                "the full name, for a person whom the provider does not know yet",
                .notEmpty,
                .singleLine
            )
        ]
    )

    /// Refuses a requester without any id.
    static let isNamed = Field.Constraint.anyOf("email", "user_id", "contact_id")
}
