import SwitchboardCore

/// A group of mails that people unsubscribe from together.
struct SendGridGroup: Sendable, Hashable {
    /// The number that mails name in `asm.group_id`.
    let id: Int64

    /// The name that recipients see.
    var name: String

    /// What the mails of the group are about.
    var description: String

    /// Whether it is the account's default.
    var isDefault: Bool

    /// The addresses that have unsubscribed from it, in the order in which they have.
    var emails: [String] = []

    /// Creates a group with a number.
    init(id: Int64, body: JSONValue) {
        self.id = id
        name = ""
        description = ""
        isDefault = false
        apply(body)
    }

    /// Takes over what a request names.
    mutating func apply(_ body: JSONValue) {
        name = body["name"]?.string ?? name
        description = body["description"]?.string ?? description
        if let flag = body["is_default"] { isDefault = flag == true }
    }

    /// Whether an address has unsubscribed from it, whatever its case.
    func holds(_ email: String) -> Bool {
        emails.contains { $0.lowercased() == email.lowercased() }
    }
}

extension SendGridGroup {
    /// The shape of a new group.
    var createdJSON: JSONValue {
        [
            "id": .integer(id),
            "name": .string(name),
            "description": .string(description),
            "is_default": .bool(isDefault),
        ]
    }

    /// The shape of a group that has been there before.
    var json: JSONValue {
        .object((createdJSON.object ?? [:]).merging(["unsubscribes": .integer(Int64(emails.count))]) { $1 })
    }

    /// The shape for an address that may have unsubscribed.
    func json(for email: String) -> JSONValue {
        .object((createdJSON.object ?? [:]).merging(["suppressed": .bool(holds(email))]) { $1 })
    }

    /// The shape of `GET /_state`.
    var heldJSON: JSONValue {
        .object((json.object ?? [:]).merging(["emails": .array(emails.map(JSONValue.string))]) { $1 })
    }
}
