import SwitchboardCore

extension IntercomContact {
    /// What Intercom always answers with a contact that the sandbox never fills.
    private static let unknown: [String: JSONValue] = {
        let names = [
            "last_replied_at", "last_contacted_at", "last_email_opened_at", "last_email_clicked_at",
            "language_override", "browser", "browser_version", "browser_language", "os",
            "android_app_name", "android_app_version", "android_device", "android_os_version", "android_sdk_version",
            "android_last_seen_at", "ios_app_name", "ios_app_version", "ios_device", "ios_os_version",
            "ios_sdk_version", "ios_last_seen_at", "utm_campaign", "utm_content", "utm_medium", "utm_source",
            "utm_term", "referrer", "enabled_push_messaging",
            "external_id", "email", "phone", "name", "avatar", "owner_id", "signed_up_at", "last_seen_at",
        ]
        let location = ["country", "region", "city", "country_code", "continent_code"]
        var members = Dictionary(uniqueKeysWithValues: names.map { ($0, JSONValue.null) })
        members["location"] = .object(
            Dictionary(uniqueKeysWithValues: location.map { ($0, .null) }).merging(["type": "location"]) { $1 }
        )
        members["social_profiles"] = ["type": "list", "data": []]
        members["has_hard_bounced"] = false
        members["marked_email_as_spam"] = false
        members["workspace_id"] = "switchboard_sandbox"
        return members
    }()

    /// The full shape.
    ///
    /// - Parameter notes: The contact's notes.
    /// - Returns: The contact with all of its members, most of them `null`.
    func json(notes: [JSONValue]) -> JSONValue {
        var shape = Self.unknown.merging(members) { _, own in own }
        shape["type"] = "contact"
        shape["id"] = .string(id)
        shape["role"] = .string(role)
        shape["created_at"] = .integer(createdAt)
        shape["updated_at"] = .integer(updatedAt)
        if members["unsubscribed_from_emails"] ?? .null == .null { shape["unsubscribed_from_emails"] = false }
        shape["custom_attributes"] = .object(customAttributes.filter { $0.value != .null })
        shape["tags"] = list("tags", of: "tag", tags.map(\.id))
        shape["notes"] = list("notes", of: "note", notes.compactMap { $0["id"]?.string })
        shape["companies"] = list("companies", of: "company", [])
        shape["opted_out_subscription_types"] = list("subscriptions", of: "subscription", [])
        shape["opted_in_subscription_types"] = list("subscriptions", of: "subscription", [])
        return .object(shape)
    }

    /// The list inside a contact: at most ten references, and where to find all.
    private func list(_ name: String, of type: String, _ ids: [String]) -> JSONValue {
        let references = ids.prefix(10)
            .map { id -> JSONValue in
                ["type": .string(type), "id": .string(id), "url": .string("/\(name)/\(id)")]
            }
        return [
            "type": "list",
            "data": .array(references),
            "url": .string("/contacts/\(id)/\(name)"),
            "total_count": .integer(Int64(ids.count)),
            "has_more": .bool(ids.count > 10),
        ]
    }
}
