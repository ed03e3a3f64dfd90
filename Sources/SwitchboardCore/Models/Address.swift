/// A mailbox: an email address, and perhaps the name of whom it belongs to.
public struct Address: Codable, Sendable, Hashable, ExpressibleByStringLiteral {
    /// The address alone.
    public var email: String

    /// The name that mail programs show.
    public var name: String?

    /// Creates a mailbox.
    public init(_ email: String, name: String? = nil) {
        self.email = email
        self.name = name
    }

    /// Creates a mailbox without a name.
    public init(stringLiteral email: String) {
        self.init(email)
    }

    enum CodingKeys: String, CodingKey, CaseIterable {
        case email
        case name
    }

    /// Decodes an object, or a bare string as its ``email``.
    public init(from decoder: any Decoder) throws {
        if let email = try? decoder.singleValueContainer().decode(String.self) {
            self.init(email)
        } else {
            let container = try decoder.container(keyedBy: CodingKeys.self)
            self.init(
                try container.decode(String.self, forKey: .email),
                name: try container.decodeIfPresent(String.self, forKey: .name)
            )
        }
    }
}

extension Address {
    /// The fields of a mailbox inside an action.
    public static let fields: [Field] = [
        .required(CodingKeys.email, .string, audit: .sealed, "the address", .emailAddress),
        .optional(CodingKeys.name, .string, audit: .sealed, "the name that mail programs show", .notEmpty, .singleLine),
    ]

    /// The person who reads what is sent there.
    public var person: Person { Person(email: email) }
}

extension Field.Kind {
    /// A mailbox: an object, or a bare string as its address.
    public static let address = Field.Kind.abbreviated(
        .object(name: "address", Address.fields),
        by: Address.CodingKeys.email.stringValue
    )
}
