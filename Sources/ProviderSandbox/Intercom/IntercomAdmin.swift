import SwitchboardCore

/// A teammate of the played workspace.
struct IntercomAdmin: Sendable, Hashable {
    /// The decimal id.
    var id: String

    /// The full name.
    var name: String

    /// The email address.
    var email: String
}

extension IntercomAdmin {
    /// The admin whom every access token belongs to.
    static let ofToken = IntercomAdmin(id: "991267583", name: "Ciaran124 Lee", email: "admin124@email.com")

    /// All admins; they cannot be changed.
    static let all = [ofToken, IntercomAdmin(id: "814860", name: "Wash Hoban", email: "wash@serenity.io")]

    /// Finds the admin with an id.
    static func find(_ id: String) throws(IntercomError) -> IntercomAdmin {
        guard let admin = all.first(where: { $0.id == id }) else { throw .notFound }
        return admin
    }
}

extension IntercomAdmin {
    /// The short shape, as the author of a note or the owner of a message.
    var reference: JSONValue {
        .object(members)
    }

    /// The shape in the list of admins.
    var json: JSONValue {
        .object(members.merging(["has_inbox_seat": true, "team_ids": []]) { _, new in new })
    }

    /// The answer to `GET /me`.
    var me: JSONValue {
        [
            "type": "admin",
            "id": .string(id),
            "email": .string(email),
            "name": .string(name),
            "email_verified": true,
            "app": [
                "type": "app",
                "id_code": "switchboard_sandbox",
                "name": "Switchboard sandbox",
                "created_at": 1_734_537_243,
                "secure": false,
                "identity_verification": false,
                "timezone": "America/Los_Angeles",
                "region": "US",
            ],
            "avatar": [
                "type": "avatar",
                "image_url": "https://static.intercomassets.com/assets/default-avatars/admins/128.png",
            ],
            "has_inbox_seat": true,
        ]
    }

    /// The answer to `GET /admins`.
    static var list: JSONValue {
        ["type": "admin.list", "admins": .array(all.map(\.json))]
    }

    private var members: [String: JSONValue] {
        [
            "type": "admin",
            "id": .string(id),
            "name": .string(name),
            "email": .string(email),
            "away_mode_enabled": false,
            "away_mode_reassign": false,
        ]
    }
}
