import HTTPTypes
import SwitchboardCore

/// `contact.upsert` and `contact.delete`: marketing contacts, which SendGrid changes some time after it has accepted to
/// (https://www.twilio.com/docs/sendgrid/api-reference/contacts).
extension SendGridProvider {
    func upsertContact(
        _ action: UpsertContact,
        using client: ProviderClient
    ) async throws(Failure) -> UpsertContact.Receipt {
        try checkContactsRegion()
        let contact = try ContactFields(action)
        var request = WireRequest(.put, "/v3/marketing/contacts", at: base, .idempotent)
        try request.setJSON(["contacts": [contact]])
        let job = try await client.send(request, as: Job.self)
        return UpsertContact.Receipt(knownBy: action.person.identifier, jobID: job.id)
    }

    func deleteContact(
        _ action: DeleteContact,
        using client: ProviderClient
    ) async throws(Failure) -> DeleteContact.Receipt {
        try checkContactsRegion()
        let id = try await contactID(of: action.person, using: client)
        let query = [(name: "ids", value: id)]
        _ = try await client.send(WireRequest(.delete, "/v3/marketing/contacts", query: query, at: base, .idempotent))
        return DeleteContact.Receipt(userID: id, status: .pending)
    }

    /// The contacts' endpoints exist at the global host only.
    private func checkContactsRegion() throws(Failure) {
        guard isEuropean else { return }
        throw Failure(
            .unsupportedAction,
            effect: .none,
            "SendGrid has no marketing contacts in the region eu; use an instance of the region global"
        )
    }
}

/// Finding a contact: by SendGrid's id, else the platform's own, else the address.
extension SendGridProvider {
    private func contactID(of person: Person, using client: ProviderClient) async throws(Failure) -> String {
        if let id = person.contactID {
            try Self.checkContactID(id)
            return id
        }
        if let userID = person.userID {
            let path = "/v3/marketing/contacts/search/identifiers/external_id"
            if let found = try await search(path, ["identifiers": [userID]], using: client) { return found.id }
        }
        if let email = person.email {
            let path = "/v3/marketing/contacts/search/emails"
            if let found = try await search(path, ["emails": [email]], using: client) {
                guard let other = found.externalID, !other.isEmpty, let userID = person.userID, other != userID else {
                    return found.id
                }
                throw Failure(
                    .conflict,
                    effect: .refused,
                    "the contact with this address belongs to another user_id; name the person by one of the two"
                )
            }
        }
        throw Failure(.notFound, effect: .refused, "SendGrid has no contact with the ids given")
    }

    /// Refuses an id that SendGrid would take for several: the query that it goes into is a list with commas.
    private static func checkContactID(_ id: String) throws(Failure) {
        if let problem = Field.Constraint.characters(alphanumericsAnd: "-").problem(.string(id)) {
            throw .invalidInput("person.contact_id", problem)
        }
    }

    private func search(
        _ path: String,
        _ body: [String: [String]],
        using client: ProviderClient
    ) async throws(Failure) -> FoundContact? {
        var request = WireRequest(.post, path, at: base, .safe)
        try request.setJSON(body)
        do throws(Failure) {
            return try await client.send(request, as: SearchResult.self).result.values.lazy.compactMap(\.contact).first
        } catch {
            guard error.kind == .notFound else { throw error }
            return nil
        }
    }
}

private struct Job: Decodable {
    let id: String

    private enum CodingKeys: String, CodingKey {
        case id = "job_id"
    }
}

/// What was found, by what was searched for.
private struct SearchResult: Decodable {
    struct Element: Decodable {
        var contact: FoundContact?
    }

    var result: [String: Element]
}

private struct FoundContact: Decodable {
    var id: String
    var externalID: String?

    private enum CodingKeys: String, CodingKey {
        case id
        case externalID = "external_id"
    }
}
