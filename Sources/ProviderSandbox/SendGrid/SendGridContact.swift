import SwitchboardCore

/// A contact of the marketing campaigns.
struct SendGridContact: Sendable, Hashable {
    /// The names of the members that tell who it is.
    static let identifiers = ["email", "phone_number_id", "external_id", "anonymous_id"]

    /// The shape in a request.
    static let shape = JSONShape.object([
        "address_line_1": .text(0...100), "address_line_2": .text(0...100),
        "alternate_emails": .list(of: .email, 0...5), "city": .text(0...60), "country": .text(0...50),
        "email": .email, "phone_number_id": .string, "external_id": .text(0...254), "anonymous_id": .text(0...254),
        "first_name": .text(0...50), "last_name": .text(0...50), "postal_code": .string,
        "state_province_region": .text(0...50), "custom_fields": .map(of: .any),
    ])

    /// A UUID.
    let id: String

    /// When it was created.
    let createdAt: Timestamp

    /// When it was changed last.
    var updatedAt: Timestamp

    /// What requests have set.
    var members: [String: JSONValue] = [:]

    /// The lists that it is on.
    var lists: Set<String> = []

    /// Creates a contact of which nothing is known.
    init(id: String, at now: Timestamp) {
        self.id = id
        createdAt = now
        updatedAt = now
    }

    /// Takes over what a request names; an email address is kept in lower case.
    mutating func apply(_ input: [String: JSONValue], lists: [String], at now: Timestamp) {
        updatedAt = now
        let fields = (members["custom_fields"]?.object ?? [:]).merging(input["custom_fields"]?.object ?? [:]) { $1 }
        members.merge(input) { _, new in new }
        members["custom_fields"] = .object(fields)
        members["email"] = Self.identifier("email", of: input).map(JSONValue.string) ?? members["email"]
        self.lists.formUnion(lists)
    }

    /// Whether it is the one that an input describes.
    func matches(_ input: [String: JSONValue]) -> Bool {
        Self.identifiers.contains { name in
            let own = Self.identifier(name, of: members)
            return own != nil && own == Self.identifier(name, of: input)
        }
    }

    /// A member that tells who it is, if there is one; an email address in lower case.
    static func identifier(_ name: String, of members: [String: JSONValue]) -> String? {
        guard let text = members[name]?.string, !text.isEmpty else { return nil }
        return name == "email" ? text.lowercased() : text
    }
}

extension SendGridContact {
    private static let empty: [String: JSONValue] = {
        let names = [
            "first_name", "last_name", "email", "address_line_1", "address_line_2", "city", "state_province_region",
            "postal_code", "country", "phone_number", "whatsapp", "line", "facebook", "unique_name",
        ]
        return Dictionary(uniqueKeysWithValues: names.map { ($0, "") })
            .merging(["alternate_emails": [], "segment_ids": [], "custom_fields": [:]]) { $1 }
    }()

    /// The full shape.
    var json: JSONValue {
        var shape = Self.empty.merging(members) { _, own in own }
        shape["id"] = .string(id)
        shape["list_ids"] = .array(lists.sorted().map(JSONValue.string))
        shape["created_at"] = .string(createdAt.description)
        shape["updated_at"] = .string(updatedAt.description)
        shape["_metadata"] = ["self": .string("https://api.sendgrid.com/v3/marketing/contacts/\(id)")]
        return .object(shape)
    }
}
