import HTTPTypes
import SwitchboardCore

/// `contact.get` and `contact.upsert`.
extension IntercomProvider {
    func getContact(_ action: GetContact, using client: ProviderClient) async throws(Failure) -> GetContact.Receipt {
        let found = try await find(action.person, using: client)
        let hasTags = (found.tags?.count ?? 0) > 0
        let tags = hasTags ? try await tags(ofContact: found.id, using: client).compactMap(\.name) : []
        return GetContact.Receipt(contact: found.contact(tags: tags))
    }

    /// Creates first and updates where the contact exists: the other way round would trust a search that lags.
    func upsertContact(
        _ action: UpsertContact,
        using client: ProviderClient
    ) async throws(Failure) -> UpsertContact.Receipt {
        let fields = try ContactFields(action)
        if let id = action.person.contactID { return try await update(id, fields, isNew: false, using: client) }
        var request = WireRequest(.post, "/contacts", at: base, .idempotent)
        try request.setJSON(fields)
        do throws(Failure) {
            let created = try await client.send(request, as: IntercomReference.self)
            return UpsertContact.Receipt(contactID: created.id, created: true)
        } catch {
            guard error.kind == .conflict else { throw error }
            let id = try await existing(named: error, action.person, using: client)
            // A first try of ours whose answer was lost may be what the conflict is with.
            return try await update(id, fields, isNew: error.effect == .unknown ? nil : false, using: client)
        }
    }

    /// Deletes for good; Intercom could archive, which is another thing.
    func deleteContact(
        _ action: DeleteContact,
        using client: ProviderClient
    ) async throws(Failure) -> DeleteContact.Receipt {
        let recipient = try await recipient(for: action.person, using: client)
        let request = WireRequest(.delete, "/contacts/{id}", ["id": recipient.id], at: base, .idempotent)
        let deleted = try await client.send(request, as: IntercomReference.self)
        return DeleteContact.Receipt(userID: deleted.id, status: .deleted)
    }

    private func update(
        _ id: String,
        _ fields: ContactFields,
        isNew: Bool?,
        using client: ProviderClient
    ) async throws(Failure) -> UpsertContact.Receipt {
        var request = WireRequest(.put, "/contacts/{id}", ["id": id], at: base, .idempotent)
        try request.setJSON(fields)
        let updated = try await client.send(request, as: IntercomReference.self)
        return UpsertContact.Receipt(contactID: updated.id, created: isNew)
    }

    /// The id of the contact with which a creation conflicts: it stands only in the words of the answer.
    ///
    /// An archived contact is worded otherwise, so a look-up comes second.
    private func existing(
        named conflict: Failure,
        _ person: Person,
        using client: ProviderClient
    ) async throws(Failure) -> String {
        if let match = conflict.providerMessage?.firstMatch(of: #/\bid=([0-9A-Za-z]+)/#) { return String(match.1) }
        do throws(Failure) {
            return try await find(person, using: client).id
        } catch {
            throw error.kind == .notFound ? conflict : error
        }
    }
}

/// The body of `POST /contacts` and `PUT /contacts/{id}`.
private struct ContactFields: Encodable {
    var email: String?
    var externalID: String?
    var name: String?
    var phone: String?
    var role: String?
    var attributes: [String: JSONValue]?

    init(_ action: UpsertContact) throws(Failure) {
        if let role = action.role, role != "user", role != "lead" {
            throw .invalidInput("role", "is not a role that Intercom knows; give user or lead")
        }
        for (name, value) in action.attributes ?? [:] where value.array != nil || value.object != nil {
            throw .invalidInput(member: name, of: "attributes", "is \(value.kindName); Intercom's attributes are flat")
        }
        email = action.person.email
        externalID = action.person.userID
        name = action.name
        phone = action.phone
        role = action.role
        attributes = action.attributes
    }

    private enum CodingKeys: String, CodingKey {
        case email
        case externalID = "external_id"
        case name
        case phone
        case role
        case attributes = "custom_attributes"
    }
}
