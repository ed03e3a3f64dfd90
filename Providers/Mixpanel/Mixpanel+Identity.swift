import SwitchboardCore

/// Whom Mixpanel means: one distinct id a person, for events and for the profile.
extension MixpanelProvider {
    /// The distinct id of a person; a `contact_id` is taken as it stands.
    ///
    /// - Throws: ``Failure/Kind/invalidInput`` where the id that the instance goes by is missing, or is one of those that
    ///   Mixpanel drops.
    func distinctID(of person: Person) throws(Failure) -> String {
        if let id = person.contactID { return try Self.checked(id, field: "person.contact_id") }
        if identifiesByEmail {
            if let email = person.email { return try Self.checked(email, field: "person.email") }
            throw .invalidInput("person.email", "is missing; this Mixpanel instance knows people by their address")
        }
        if let id = person.userID { return try Self.checked(id, field: "person.user_id") }
        throw .invalidInput(
            "person.user_id",
            "is missing; Mixpanel knows people by it, unless the instance's distinctID is set to email"
        )
    }

    private static func checked(_ id: String, field: String) throws(Failure) -> String {
        guard MixpanelJunk.contains(id) else { return id }
        throw .invalidInput(field, "is a placeholder that Mixpanel drops; give the person's own id")
    }
}

/// Ids that Mixpanel takes for mistakes (https://developer.mixpanel.com/reference/import-events).
enum MixpanelJunk {
    private static let ids: Set<String> = [
        "", "anon", "anonymous", "nil", "none", "null", "n/a", "na", "undefined", "unknown", "<nil>", "0", "-1", "true",
        "false", "[]", "{}", zeroUUID,
    ]
    private static let zeroUUID = "00000000-0000-0000-0000-000000000000"

    /// Whether an id is one of them, in whatever case.
    static func contains(_ id: String) -> Bool {
        let count = id.utf8.count
        guard count <= 9 || count == zeroUUID.utf8.count else { return false }
        return ids.contains(id.lowercased())
    }
}
