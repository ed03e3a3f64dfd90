import HTTPTypes
import SwitchboardCore

/// `contact.get`, `.upsert`, `.tag`, `.untag` and `.delete`: Zendesk's contacts are its users.
extension ZendeskProvider {
    func getContact(_ action: GetContact, using client: ProviderClient) async throws(Failure) -> GetContact.Receipt {
        GetContact.Receipt(contact: try await find(action.person, using: client).contact)
    }

    func upsertContact(
        _ action: UpsertContact,
        using client: ProviderClient
    ) async throws(Failure) -> UpsertContact.Receipt {
        await client.forgetIdentities(of: action.person)
        let (user, isNew) =
            if let id = action.person.contactID {
                (try await update(id, action, using: client), Bool?.some(false))
            } else {
                try await createOrUpdate(action, using: client)
            }
        await client.rememberIdentity(user.identity(of: action.person), of: action.person)
        return UpsertContact.Receipt(contactID: user.id, created: isNew)
    }

    private func update(
        _ id: String,
        _ action: UpsertContact,
        using client: ProviderClient
    ) async throws(Failure) -> ZendeskUser {
        let number = String(try Self.id(id, field: "person.contact_id"))
        var request = WireRequest(.put, "/api/v2/users/{id}", ["id": number], at: base, .idempotent)
        try request.setJSON(["user": try UserFields(action)])
        return try await client.send(request, as: ZendeskUserAnswer.self).user
    }

    /// Creates the user, or updates the one with this address or external id; the status says which.
    ///
    /// After an attempt whose answer was lost, an update may be one of what we made ourselves, so a user that is not
    /// older than the action may be new or not: `nil`.
    func createOrUpdate(
        _ action: UpsertContact,
        using client: ProviderClient
    ) async throws(Failure) -> (user: ZendeskUser, isNew: Bool?) {
        // Zendesk's clock may be a little behind ours.
        let began = client.now().advanced(by: .seconds(-60))
        var request = WireRequest(.post, "/api/v2/users/create_or_update", at: base, .idempotent)
        try request.setJSON(["user": try UserFields(action)])
        let sent = request
        let response = try await client.send(request) { response throws(Failure) in
            _ = try response.decode(ZendeskUserAnswer.self, answering: sent)
        }
        let user = try response.decode(ZendeskUserAnswer.self, answering: sent).user
        if response.status == 201 { return (user, true) }
        return (user, user.isOlder(than: began) == true ? false : nil)
    }

    func tagContact(_ action: TagContact, using client: ProviderClient) async throws(Failure) -> TagReceipt {
        try await setTag(.put, action.tag, of: action.person, using: client)
    }

    func untagContact(_ action: UntagContact, using client: ProviderClient) async throws(Failure) -> TagReceipt {
        try await setTag(.delete, action.tag, of: action.person, using: client)
    }

    func deleteContact(
        _ action: DeleteContact,
        using client: ProviderClient
    ) async throws(Failure) -> DeleteContact.Receipt {
        // Always looked up: the address may have moved to somebody who must stay.
        let id = try await userID(of: action.person, using: client)
        var person = action.person
        person.contactID = id
        await client.forgetIdentities(of: person)
        try await delete(WireRequest(.delete, "/api/v2/users/{id}", ["id": id], at: base, .idempotent), using: client)
        return DeleteContact.Receipt(userID: id, status: .deleted)
    }

    /// PUT adds, DELETE takes off; POST would replace all tags.
    private func setTag(
        _ method: HTTPRequest.Method,
        _ tag: String,
        of person: Person,
        using client: ProviderClient
    ) async throws(Failure) -> TagReceipt {
        guard !tag.contains(where: \.isWhitespace) else {
            throw .invalidInput("tag", "is no tag of Zendesk's; write it without spaces")
        }
        return try await addressing(person, using: client) { id async throws(Failure) in
            var request = WireRequest(method, "/api/v2/users/{id}/tags", ["id": id], at: base, .idempotent)
            try request.setJSON(["tags": [tag]])
            _ = try await client.send(request)
            return TagReceipt(tagName: tag, contactID: id)
        }
    }
}

/// The `user` of a request.
private struct UserFields: Encodable {
    var email: String?
    var externalID: String?
    var name: String?
    var phone: String?
    var role: String?
    var fields: [String: JSONValue]?

    init(_ action: UpsertContact) throws(Failure) {
        if let role = action.role, !["end-user", "agent", "admin"].contains(role) {
            throw .invalidInput("role", "is not a role that Zendesk knows; give end-user, agent or admin")
        }
        if action.name == "" { throw .invalidInput("name", "is empty; give the full name, or leave it out") }
        for (name, value) in action.attributes ?? [:] where value.array != nil || value.object != nil {
            throw .invalidInput(member: name, of: "attributes", "is \(value.kindName); Zendesk's user fields are flat")
        }
        email = action.person.email
        externalID = action.person.userID
        name = action.name
        phone = action.phone
        role = action.role
        fields = action.attributes.flatMap { $0.isEmpty ? nil : $0 }
    }

    private enum CodingKeys: String, CodingKey {
        case email
        case externalID = "external_id"
        case name
        case phone
        case role
        case fields = "user_fields"
    }
}
