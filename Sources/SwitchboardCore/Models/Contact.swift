/// A person as a provider knows them.
public struct Contact: Codable, Sendable, Hashable {
    /// The provider's id.
    public var id: String

    /// The platform's own id, where the provider keeps one.
    public var userID: String?

    /// The address.
    public var email: String?

    /// The full name.
    public var name: String?

    /// The telephone number, as the provider writes it.
    public var phone: String?

    /// The provider's custom attributes.
    public var attributes: [String: JSONValue]

    /// The names of the contact's tags.
    public var tags: [String]

    /// When the provider first knew the person.
    public var createdAt: Timestamp?

    /// When the person was last seen in the product.
    public var lastSeenAt: Timestamp?

    /// Creates a contact.
    public init(
        id: String,
        userID: String? = nil,
        email: String? = nil,
        name: String? = nil,
        phone: String? = nil,
        attributes: [String: JSONValue] = [:],
        tags: [String] = [],
        createdAt: Timestamp? = nil,
        lastSeenAt: Timestamp? = nil
    ) {
        self.id = id
        self.userID = userID
        self.email = email
        self.name = name
        self.phone = phone
        self.attributes = attributes
        self.tags = tags
        self.createdAt = createdAt
        self.lastSeenAt = lastSeenAt
    }

    private enum CodingKeys: String, CodingKey {
        case id
        case userID = "user_id"
        case email
        case name
        case phone
        case attributes
        case tags
        case createdAt = "created_at"
        case lastSeenAt = "last_seen_at"
    }
}
