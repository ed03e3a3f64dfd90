import SwitchboardCore

/// A contact: a user or a lead.
struct IntercomContact: Sendable, Hashable {
    /// A tag on a contact, and since when.
    struct AttachedTag: Sendable, Hashable {
        /// The tag's id.
        var id: String

        /// Seconds since 1970.
        var appliedAt: Int64
    }

    /// 24 hexadecimal digits.
    let id: String

    /// Seconds since 1970.
    let createdAt: Int64

    /// Seconds since 1970.
    var updatedAt: Int64

    /// `user` or `lead`.
    var role: String

    /// The members that a request sets and that are answered as they were sent; `null` and absent mean the same.
    var members: [String: JSONValue] = [:]

    /// Values of the workspace's own attributes.
    var customAttributes: [String: JSONValue] = [:]

    /// The tags on it, in the order in which they were attached.
    var tags: [AttachedTag] = []

    /// Creates a contact from a request.
    init(id: String, at now: Int64, input: IntercomContactInput) {
        self.id = id
        createdAt = now
        updatedAt = now
        role = "user"
        apply(input, at: now)
        // Without a role an email or an external id makes a user, and one of the three is always there.
        role = input.role ?? "user"
    }

    /// Takes over what a request names; a `null` clears.
    mutating func apply(_ input: IntercomContactInput, at now: Int64) {
        updatedAt = now
        role = input.role ?? role
        members.merge(input.members) { _, new in new }
        customAttributes.merge(input.customAttributes) { _, new in new }
    }
}

extension IntercomContact {
    /// The platform's own id.
    var externalID: String? { members["external_id"]?.string }

    /// The email address as it was sent.
    var email: String? { members["email"]?.string }

    /// Whether another contact with these details may not exist beside it.
    ///
    /// Leads may share an email address, users may not; external ids are never shared.
    func conflicts(email: String?, externalID: String?, role: String) -> Bool {
        if let externalID, externalID == self.externalID { return true }
        guard let email, role == "user", self.role == "user" else { return false }
        return email.lowercased() == self.email?.lowercased()
    }
}
