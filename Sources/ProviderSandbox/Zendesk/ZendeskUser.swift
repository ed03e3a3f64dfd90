import SwitchboardCore

/// A user: an agent, or someone who asks.
struct ZendeskUser: Sendable {
    /// A number of thirteen digits.
    let id: Int64

    /// Seconds since 1970.
    let createdAt: Int64

    /// Seconds since 1970.
    var updatedAt: Int64

    /// The members that a request sets and that are answered as they were sent.
    var members: [String: JSONValue] = [:]

    /// In lower case, each once.
    var tags: [String] = []

    /// The values of the account's own fields.
    var fields: [String: JSONValue] = [:]

    /// Whether it was not deleted.
    var isActive = true

    /// The words that a search finds it by.
    private(set) var words: [String] = []

    /// The address of the agent whom every API token belongs to.
    static let agentEmail = "agent@example.com"

    /// The members that are kept and answered as they came.
    static let plainNames = [
        "name", "email", "external_id", "phone", "role", "alias", "details", "notes", "signature", "time_zone",
        "locale", "organization_id", "verified", "suspended",
    ]

    /// The members that a request may have.
    static let shapes: [String: JSONShape] = [
        "name": .string, "email": .email, "external_id": .string, "phone": .string, "alias": .string,
        "details": .string, "notes": .string, "signature": .string, "time_zone": .string, "locale": .string,
        "role": .word(["end-user", "agent", "admin"]), "organization_id": .integer, "verified": .boolean,
        "suspended": .boolean, "skip_verify_email": .boolean, "tags": .list(of: .string), "user_fields": .map(of: .any),
    ]

    /// Members that Zendesk knows and the sandbox does not play.
    static let unplayed: Set<String> = [
        "agent_brand_ids", "custom_role_id", "default_group_id", "identities", "locale_id", "moderator",
        "only_private_comments", "organization", "password", "photo", "remote_photo_url", "restricted_agent",
        "shared_phone_number", "ticket_restriction",
    ]

    /// Creates a user without content.
    init(id: Int64, at now: Int64) {
        self.id = id
        createdAt = now
        updatedAt = now
    }

    /// Takes over what a request names; the primary address stays once there is one.
    mutating func apply(_ input: ZendeskRecordInput, at now: Int64) {
        updatedAt = now
        for name in Self.plainNames where input.has(name) && (name != "email" || email == nil) {
            members[name] = input[name] ?? .null
        }
        tags = input.tags("tags") ?? tags
        fields.merge(input["user_fields"]?.object ?? [:]) { $1 }
        let texts = ["name", "email", "external_id", "phone", "alias", "details", "notes"]
        words = texts.flatMap { ZendeskQuery.words(members[$0]?.string ?? "") }
    }
}

extension ZendeskUser {
    /// The primary address.
    var email: String? { members["email"]?.string }

    /// The platform's own id.
    var externalID: String? { members["external_id"]?.string }

    /// Whether it answers tickets.
    var isAgent: Bool { role != "end-user" }

    /// What it may do.
    var role: String { members["role"]?.string ?? "end-user" }

    /// Zendesk's shape.
    ///
    /// - Parameter origin: Where the account is reached.
    /// - Returns: The user.
    func json(at origin: String) -> JSONValue {
        var result = Self.constant
        for name in Self.plainNames { result[name] = members[name] ?? result[name] ?? .null }
        result["url"] = .string("\(origin)/api/v2/users/\(id).json")
        result["id"] = .integer(id)
        result["created_at"] = .time(createdAt)
        result["updated_at"] = .time(updatedAt)
        result["role"] = .string(role)
        result["active"] = .bool(isActive)
        result["tags"] = .array(tags.map(JSONValue.string))
        result["user_fields"] = .object(fields)
        return .object(result)
    }

    private static let constant: [String: JSONValue] = [
        "verified": false, "suspended": false, "locale": "en-US", "locale_id": 1,
        "time_zone": "Eastern Time (US & Canada)", "iana_time_zone": "America/New_York", "photo": .null,
        "shared_phone_number": .null, "shared": false, "shared_agent": false, "last_login_at": .null,
        "two_factor_auth_enabled": false, "role_type": .null, "custom_role_id": .null, "moderator": false,
        "ticket_restriction": "requested", "only_private_comments": false, "restricted_agent": true,
        "default_group_id": .null, "report_csv": false,
    ]
}
