import SwitchboardCore

/// The body of a request that creates or updates a contact.
struct IntercomContactInput: Sendable {
    /// `user` or `lead`, where given.
    var role: String?

    /// The plain members that are given, `null` included, by their names.
    var members: [String: JSONValue] = [:]

    /// The workspace's own attributes that are given.
    var customAttributes: [String: JSONValue] = [:]

    private static let plainNames = [
        "avatar", "email", "external_id", "last_seen_at", "name", "owner_id", "phone", "signed_up_at",
        "unsubscribed_from_emails",
    ]

    /// Reads the body of `POST /contacts`, which must say who it is.
    static func creating(_ body: JSONValue) throws(JSONProblem) -> IntercomContactInput {
        let input = try IntercomContactInput(body)
        guard input.role != nil || input.text("email") != nil || input.text("external_id") != nil else {
            throw JSONProblem(.missing, "", "one of email, external_id, role is required")
        }
        return input
    }

    /// Reads the body of `PUT /contacts/{id}`, where everything may be absent.
    static func updating(_ body: JSONValue) throws(JSONProblem) -> IntercomContactInput {
        try IntercomContactInput(body)
    }

    private init(_ body: JSONValue) throws(JSONProblem) {
        let reader = try JSONReader(body, knowing: Set(Self.plainNames + ["role", "custom_attributes"]))
        role = try reader.word("role", of: ["user", "lead"])
        try Self.check(reader)
        for name in Self.plainNames where reader.has(name) { members[name] = reader.value(name) ?? .null }
        customAttributes = try reader.object("custom_attributes") ?? [:]
        if let (name, value) = customAttributes.first(where: { $0.value.array != nil || $0.value.object != nil }) {
            throw reader.problem(.wrongType, "custom_attributes.\(name)", "must be flat, not \(value.kindName)")
        }
    }

    private static func check(_ reader: JSONReader) throws(JSONProblem) {
        for name in ["external_id", "name", "phone"] { _ = try reader.string(name) }
        for name in ["last_seen_at", "signed_up_at"] { _ = try reader.seconds(name) }
        _ = try reader.integer("owner_id")
        _ = try reader.bool("unsubscribed_from_emails")
        if let email = try reader.string("email"), !email.contains("@") {
            throw reader.problem(.invalid, "email", "is not an email address")
        }
        if let avatar = try reader.string("avatar"), !avatar.hasPrefix("https://"), !avatar.hasPrefix("http://") {
            throw reader.problem(.invalid, "avatar", "must be a URL")
        }
    }

    /// A plain member's text; `nil` where it is absent, `null` or empty.
    func text(_ name: String) -> String? {
        members[name]?.string.flatMap { $0.isEmpty ? nil : $0 }
    }
}
