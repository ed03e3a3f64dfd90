import SwitchboardCore

/// A user as Zendesk writes one.
struct ZendeskUser: Decodable {
    let email: String?
    private let reference: ZendeskID
    private let externalReference: JSONValue?
    private let isActive: Bool?
    private let name: String?
    private let phone: String?
    private let fields: [String: JSONValue]?
    private let tags: [String]?
    private let createdAt: Timestamp?
    private let lastLoginAt: Timestamp?

    /// Zendesk's id.
    var id: String { reference.text }

    /// The platform's own id.
    var externalID: String? { externalReference?.identifier.flatMap { $0.isEmpty ? nil : $0 } }

    /// Whether the user has been deleted; Zendesk still shows such users for a while.
    var isDeleted: Bool { isActive == false }

    /// Whom the identity map may remember the user as; case makes no difference at Zendesk.
    func identity(of person: Person) -> ProviderIdentity {
        let (given, known) = person.userID == nil ? (person.email, email) : (person.userID, externalID)
        return ProviderIdentity(id: id, isExact: given != nil && given?.lowercased() == known?.lowercased())
    }

    /// Whether the user was there before a moment; `nil` where Zendesk does not say.
    func isOlder(than moment: Timestamp) -> Bool? { createdAt.map { $0 < moment } }

    private enum CodingKeys: String, CodingKey {
        case reference = "id"
        case externalReference = "external_id"
        case email
        case isActive = "active"
        case name
        case phone
        case fields = "user_fields"
        case tags
        case createdAt = "created_at"
        case lastLoginAt = "last_login_at"
    }

    /// The user in the hub's words.
    var contact: Contact {
        Contact(
            id: id,
            userID: externalID,
            email: email,
            name: name,
            phone: phone,
            attributes: fields ?? [:],
            tags: tags ?? [],
            createdAt: createdAt,
            lastSeenAt: lastLoginAt
        )
    }
}

/// An answer that holds one user.
struct ZendeskUserAnswer: Decodable {
    let user: ZendeskUser
}

/// A page of users.
struct ZendeskUserPage: ZendeskPage {
    let elements: [ZendeskUser]
    let count: Int?
    let nextPage: String?

    private enum CodingKeys: String, CodingKey {
        case elements = "users"
        case count
        case nextPage = "next_page"
    }
}
