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
        await client.forgetIdentities(of: action.person)
        let (contact, isNew) = try await createOrUpdate(action.person, fields, using: client)
        // A lead shares its address with users, whom a look-up prefers.
        let isExact = action.person.userID != nil || contact.role == "user"
        let role = contact.role == "lead" ? "lead" : nil
        let identity = ProviderIdentity(id: contact.id, role: role, isExact: isExact)
        await client.rememberIdentity(identity, of: action.person)
        return UpsertContact.Receipt(contactID: contact.id, created: isNew)
    }

    /// Makes the contact or changes the one that is there; `nil` where nobody can tell which.
    private func createOrUpdate(
        _ person: Person,
        _ fields: ContactFields,
        using client: ProviderClient
    ) async throws(Failure) -> (contact: StoredContact, isNew: Bool?) {
        if let id = person.contactID { return (try await update(id, fields, using: client), false) }
        var request = WireRequest(.post, "/contacts", at: base, .idempotent)
        try request.setJSON(fields)
        do throws(Failure) {
            return (try await client.send(request, as: StoredContact.self), true)
        } catch {
            guard error.kind == .conflict else { throw error }
            let id = try await existing(named: error, person, using: client)
            // A first try of ours whose answer was lost may be what the conflict is with.
            return (try await update(id, fields, using: client), error.effect == .unknown ? nil : false)
        }
    }

    /// Deletes for good; Intercom could archive, which is another thing.
    func deleteContact(
        _ action: DeleteContact,
        using client: ProviderClient
    ) async throws(Failure) -> DeleteContact.Receipt {
        // Always looked up: what is gone for good must not be somebody else's.
        let recipient = try await recipient(for: action.person, using: client)
        var person = action.person
        person.contactID = recipient.id
        await client.forgetIdentities(of: person)
        let request = WireRequest(.delete, "/contacts/{id}", ["id": recipient.id], at: base, .idempotent)
        let deleted = try await client.send(request, as: IntercomReference.self)
        return DeleteContact.Receipt(userID: deleted.id, status: .deleted)
    }

    private func update(
        _ id: String,
        _ fields: ContactFields,
        using client: ProviderClient
    ) async throws(Failure) -> StoredContact {
        await client.forgetIdentities(of: Person(contactID: id))
        var request = WireRequest(.put, "/contacts/{id}", ["id": id], at: base, .idempotent)
        try request.setJSON(fields)
        return try await client.send(request, as: StoredContact.self)
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

/// An answer to `POST /contacts` and `PUT /contacts/{id}`: as much of the contact as matters.
private struct StoredContact: Decodable {
    let role: String?
    private let reference: IntercomID

    /// Intercom's id.
    var id: String { reference.text }

    private enum CodingKeys: String, CodingKey {
        case reference = "id"
        case role
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
