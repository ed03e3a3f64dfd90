/// Whom an action is about, by at least one of three ids.
public struct Person: Codable, Sendable, Hashable {
    /// The person's email address.
    public var email: String?

    /// The platform's own id of the person: Intercom's and Zendesk's `external_id`, Mixpanel's `$distinct_id`.
    public var userID: String?

    /// The provider's id of the person.
    ///
    /// It is used as it stands, without a look-up.
    public var contactID: String?

    /// Creates a person from whatever is known.
    public init(email: String? = nil, userID: String? = nil, contactID: String? = nil) {
        self.email = email
        self.userID = userID
        self.contactID = contactID
    }

    /// The id that says most to a reader: the platform's own, else the address, else the provider's.
    public var identifier: String { userID ?? email ?? contactID ?? "" }

    enum CodingKeys: String, CodingKey, CaseIterable {
        case email
        case userID = "user_id"
        case contactID = "contact_id"
    }
}

extension Person {
    /// The fields of a person inside an action.
    public static let fields: [Field] = [
        .optional(CodingKeys.email, .string, audit: .sealed, "the address", .emailAddress),
        .optional(
            CodingKeys.userID,
            .string,
            audit: .sealed,
            "the platform's own id",
            .notEmpty,
            .singleLine,
            .atMost(bytes: 255)
        ),
        .optional(
            CodingKeys.contactID,
            .string,
            audit: .sealed,
            "the provider's id, used without a look-up",
            .notEmpty,
            .singleLine,
            .atMost(bytes: 255)
        ),
    ]
}

extension Field {
    /// Creates the field that names a person.
    public static func person(_ key: some CodingKey, _ summary: String) -> Field {
        .required(
            key,
            .object(name: "person", Person.fields),
            audit: .sealed,
            summary,
            .anyOf("email", "user_id", "contact_id")
        )
    }
}
